import * as Y from 'yjs';
import type { DocumentKind } from './index.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { isPlainJson } from './plainJson.server.ts';

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];
type ClientClock = { client: number; clock: number };

/** What an update would bring, found out without applying it. */
export type Inspected = {
  /** clients under whose ids there is content beyond what is known */
  writers: number[];
  /** it depends on something neither known nor in it */
  hasGap: boolean;
};

/**
 * What an update would change in a document: it brings content, or only deletes something that is still there, or
 * neither (everything in it is known, or deletes what is gone or has not come yet).
 */
export type News = 'inserts' | 'deletesLiving' | 'nothing';

const MAX_CLIENT = 2 ** 32 - 1;
const MAX_CLOCK = 2 ** 31;

/**
 * Decodes an update and checks its shape against what is known (`clockOf` says how far each client is known).
 * @throws Refusal `malformed`, `tooLarge` or `contentRefused`
 */
export function inspectUpdate(
  update: Uint8Array,
  kind: DocumentKind,
  limits: Limits,
  clockOf: (client: number) => number
): Inspected {
  const decoded = decode(update);
  if (decoded.structs.length > limits.structsPerFrame)
    throw new Refusal(closeCodes.tooLarge, 'too many structs in one frame');
  const reach = new Map<number, number>();
  const writers: number[] = [];
  const runs = { hasGap: false };
  let previous: Struct | null = null;
  for (const struct of decoded.structs) {
    checkRange(struct.id, struct.length);
    if (previous === null || previous.id.client !== struct.id.client) {
      if (reach.has(struct.id.client)) throw new Refusal(closeCodes.malformed, 'a client twice');
      if (struct.id.clock > clockOf(struct.id.client)) runs.hasGap = true;
    } else if (struct.id.clock !== previous.id.clock + previous.length) {
      throw new Refusal(closeCodes.malformed, 'clocks out of order');
    }
    if (struct instanceof Y.Skip) runs.hasGap = true;
    if (struct instanceof Y.Item) checkContent(struct, kind);
    reach.set(struct.id.client, struct.id.clock + struct.length);
    previous = struct;
  }
  for (const [client, end] of reach) if (end > clockOf(client)) writers.push(client);
  const known = (client: number) => Math.max(reach.get(client) ?? 0, clockOf(client));
  return { writers, hasGap: runs.hasGap || dependsOnUnknown(decoded, limits, known) };
}

/**
 * The one answer to "does this change anything?", for size, rights and acknowledgements.
 * @throws Refusal `malformed`
 */
export function newsOf(update: Uint8Array, doc: Y.Doc): News {
  return newsIn(decode(update), doc);
}

function newsIn(decoded: Decoded, doc: Y.Doc): News {
  const isNew = ({ id, length }: Struct) => id.clock + length > Y.getState(doc.store, id.client);
  if (decoded.structs.some((struct) => !(struct instanceof Y.Skip) && isNew(struct))) return 'inserts';
  for (const [client, ranges] of decoded.ds.clients)
    if (livingRanges(doc.store.clients.get(client) ?? [], ranges).next().done === false)
      return 'deletesLiving';
  return 'nothing';
}

type Range = { clock: number; len: number };

// Yields each struct that is still there and lies (partly) in one of these ranges.
function* livingRanges(structs: (Y.Item | Y.GC)[], ranges: readonly Range[]): Generator<Y.Item> {
  const last = structs.at(-1);
  const known = last ? last.id.clock + last.length : 0;
  let reached = 0;
  for (const { clock, len } of ranges) {
    // Yjs writes delete sets in order and merged. Ranges that overlap would be walked once each: n times the document.
    if (clock < reached) throw new Refusal(closeCodes.malformed, 'deletions out of order');
    reached = clock + len;
    if (clock >= known) continue;
    for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
      const struct = structs[i]!;
      if (struct.id.clock >= reached) break;
      if (struct instanceof Y.Item && !struct.deleted) yield struct;
    }
  }
}

function decode(update: Uint8Array): Decoded {
  try {
    // Never applyUpdate first: seven bytes can make it allocate hundreds of megabytes before it throws.
    return Y.decodeUpdate(update);
  } catch {
    throw new Refusal(closeCodes.malformed, 'not an update');
  }
}

function checkRange(id: ClientClock, length: number): void {
  const isSound =
    Number.isSafeInteger(id.client) &&
    id.client >= 0 &&
    id.client <= MAX_CLIENT &&
    id.clock >= 0 &&
    length > 0 &&
    id.clock + length <= MAX_CLOCK;
  if (!isSound) throw new Refusal(closeCodes.malformed, 'ids out of range');
}

function checkContent(item: Y.Item, kind: DocumentKind): void {
  const { content, parent } = item;
  if (typeof parent === 'string' && !Object.hasOwn(kind.roots, parent))
    throw new Refusal(closeCodes.contentRefused, 'an undeclared root');
  if (!isAllowedContent(content, kind))
    throw new Refusal(closeCodes.contentRefused, `content ${content.constructor.name} is not allowed`);
}

function isAllowedContent(content: Y.Item['content'], kind: DocumentKind): boolean {
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted) return true;
  if (content instanceof Y.ContentFormat) return isPlainJson(content.value, kind.maxDepth);
  if (content instanceof Y.ContentAny) return content.arr.every((value) => isPlainJson(value, kind.maxDepth));
  if (!(content instanceof Y.ContentType)) return false;
  const made: unknown = content.type.constructor;
  if (made === Y.XmlElement || made === Y.XmlText) return hasRoot(kind, 'xml');
  return (made === Y.Map || made === Y.Text) && hasRoot(kind, 'map');
}

function hasRoot(kind: DocumentKind, type: 'xml' | 'map'): boolean {
  return Object.values(kind.roots).includes(type);
}

function dependsOnUnknown(decoded: Decoded, limits: Limits, known: (client: number) => number): boolean {
  const isUnknown = (id: unknown) =>
    typeof id === 'object' &&
    id !== null &&
    'clock' in id &&
    (id as ClientClock).clock >= known((id as ClientClock).client);
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (isUnknown(struct.origin) || isUnknown(struct.rightOrigin) || isUnknown(struct.parent)) return true;
  }
  let count = 0;
  let hasGap = false;
  for (const [client, ranges] of decoded.ds.clients) {
    count += ranges.length;
    if (count > limits.deletesPerFrame)
      throw new Refusal(closeCodes.tooLarge, 'too many deletions in one frame');
    const end = known(client);
    for (const range of ranges) {
      checkRange({ client, clock: range.clock }, range.len);
      if (range.clock + range.len > end) hasGap = true;
    }
  }
  return hasGap;
}
