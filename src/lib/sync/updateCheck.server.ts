import * as Y from 'yjs';
import type { DocumentKind } from './index.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { isPlainJson } from './plainJson.server.ts';

export type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];
type Known = (Y.Item | Y.GC)[];
type Range = { clock: number; len: number };

/** A place in what a client has written. */
export type ClientClock = { client: number; clock: number };

/**
 * What an update would change in a document: it brings content, or only deletes something that is still there, or
 * neither (everything in it is known, or deletes what is gone or has not come yet).
 */
export type News = 'inserts' | 'deletesLiving' | 'nothing';

/** What an update would bring, found out without applying it. */
export type Inspected = {
  news: News;
  /** clients under whose ids there is content beyond what is known */
  writers: number[];
  /** something it depends on that is neither known nor in it */
  missing: ClientClock | null;
  /** characters and nodes it deletes */
  deletes: number;
  /** what it says: structs, and what is deleted, gone already or not */
  decoded: Decoded;
  /** what cutting known runs in two will cost, in steps of about 0.1 µs */
  cuttingSteps: number;
};

const MAX_CLIENT = 2 ** 32 - 1;
const MAX_CLOCK = 2 ** 31;

/**
 * Decodes an update and checks its shape against what is known.
 * @throws Refusal `malformed`, `tooLarge` or `contentRefused`
 */
export function inspectUpdate(update: Uint8Array, kind: DocumentKind, limits: Limits, doc: Y.Doc): Inspected {
  const decoded = decode(update);
  if (decoded.structs.length > limits.structsPerFrame)
    throw new Refusal(closeCodes.tooLarge, 'too many structs in one frame');
  const { reach, gap } = checkStructs(decoded, kind, doc);
  const writers = [...reach].filter(([client, end]) => end > clockOf(doc, client)).map(([client]) => client);
  const known = (client: number) => Math.max(reach.get(client) ?? 0, clockOf(doc, client));
  const missing = gap ?? missingOf(decoded, known);
  const cuts = countCuts(decoded, doc);
  const deleted = checkDeletions(decoded, doc);
  if (deleted.pieces > limits.deletesPerFrame)
    throw new Refusal(closeCodes.tooLarge, 'too many deletions in one frame');
  const news = writers.length > 0 ? 'inserts' : deleted.pieces > 0 ? 'deletesLiving' : 'nothing';
  const cuttingSteps = cuts + deleted.cuttingSteps;
  return { news, writers, missing, deletes: deleted.length, decoded, cuttingSteps };
}

/**
 * The one answer to "does this change anything?", for size, rights and acknowledgements.
 * @throws Refusal `malformed`
 */
export function newsOf(update: Uint8Array, doc: Y.Doc): News {
  const decoded = decode(update);
  const isNew = ({ id, length }: Struct) => id.clock + length > clockOf(doc, id.client);
  if (decoded.structs.some((struct) => !(struct instanceof Y.Skip) && isNew(struct))) return 'inserts';
  return checkDeletions(decoded, doc).pieces > 0 ? 'deletesLiving' : 'nothing';
}

/**
 * Whether an update brings (or the document has) this place.
 * @throws Refusal `malformed`
 */
export function reaches({ client, clock }: ClientClock, update: Uint8Array, doc: Y.Doc): boolean {
  const isIt = ({ id, length }: Struct) =>
    id.client === client && id.clock <= clock && clock < id.clock + length;
  return (
    decode(update).structs.some((struct) => !(struct instanceof Y.Skip) && isIt(struct)) ||
    clockOf(doc, client) > clock
  );
}

function clockOf(doc: Y.Doc, client: number): number {
  return Y.getState(doc.store, client);
}

function decode(update: Uint8Array): Decoded {
  try {
    // Never applyUpdate first: seven bytes can make it allocate hundreds of megabytes before it throws.
    return Y.decodeUpdate(update);
  } catch {
    throw new Refusal(closeCodes.malformed, 'not an update');
  }
}

/** @returns how far each client's structs in it reach, and the first place a run of them lacks */
function checkStructs(decoded: Decoded, kind: DocumentKind, doc: Y.Doc) {
  const reach = new Map<number, number>();
  let gap: ClientClock | null = null;
  let previous: Struct | null = null;
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    checkRange(struct.id, struct.length);
    if (previous === null || previous.id.client !== client) {
      if (reach.has(client)) throw new Refusal(closeCodes.malformed, 'a client twice');
      if (clock > clockOf(doc, client)) gap ??= { client, clock: clock - 1 };
    } else if (clock !== previous.id.clock + previous.length) {
      throw new Refusal(closeCodes.malformed, 'clocks out of order');
    }
    if (struct instanceof Y.Skip) gap ??= { client, clock: clock + struct.length - 1 };
    if (struct instanceof Y.Item) checkContent(struct, kind);
    reach.set(client, clock + struct.length);
    previous = struct;
  }
  return { reach, gap };
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

function missingOf(decoded: Decoded, known: (client: number) => number): ClientClock | null {
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue;
    for (const id of [struct.origin, struct.rightOrigin, struct.parent as unknown])
      if (id instanceof Y.ID && id.clock >= known(id.client)) return { client: id.client, clock: id.clock };
  }
  for (const [client, ranges] of decoded.ds.clients)
    for (const { clock, len } of ranges)
      if (clock + len > known(client)) return { client, clock: clock + len - 1 };
  return null;
}

// Yjs keeps a client's runs in one array; cutting one in two moves all that follow. Engines do that much more slowly
// with arrays that do not fit a page of their heap (measured: 14 µs at 12,000 runs, 390 µs at 40,000).
function stepsOfCut(structs: Known): number {
  return 1 + structs.length / (structs.length < 16_000 ? 64 : 8);
}

function cutSteps(structs: Known, clock: number): number {
  const last = structs.at(-1);
  if (!last || clock >= last.id.clock + last.length) return 0;
  const struct = structs[Y.findIndexSS(structs, clock)]!;
  return struct instanceof Y.Item && struct.id.clock < clock ? stepsOfCut(structs) : 0;
}

function countCuts(decoded: Decoded, doc: Y.Doc): number {
  const of = (client: number) => doc.store.clients.get(client) ?? [];
  let steps = 0;
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= clockOf(doc, struct.id.client))
      continue;
    const { origin, rightOrigin } = struct;
    if (origin) steps += cutSteps(of(origin.client), origin.clock + 1);
    if (rightOrigin) steps += cutSteps(of(rightOrigin.client), rightOrigin.clock);
  }
  return steps;
}

/** Looks at what a delete set would remove: runs that are still there, their length, and the cuts at the edges. */
function checkDeletions({ ds }: Decoded, doc: Y.Doc) {
  const sum = { pieces: 0, length: 0, cuttingSteps: 0 };
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    let reached = 0;
    for (const { clock, len } of ranges) {
      checkRange({ client, clock }, len);
      // Yjs writes delete sets in order and merged. Overlapping ranges would be walked once each, all of them.
      if (clock < reached) throw new Refusal(closeCodes.malformed, 'deletions out of order');
      reached = clock + len;
      addDeletion(structs, { clock, len }, sum);
    }
  }
  return sum;
}

function addDeletion(structs: Known, { clock, len }: Range, sum: ReturnType<typeof checkDeletions>): void {
  const end = clock + len;
  const last = structs.at(-1);
  if (!last || clock >= last.id.clock + last.length) return;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i]!;
    const from = struct.id.clock;
    if (from >= end) return;
    if (!(struct instanceof Y.Item) || struct.deleted) continue;
    const isCut = Number(from < clock) + Number(from + struct.length > end);
    sum.pieces++;
    sum.length += Math.min(end, from + struct.length) - Math.max(clock, from);
    sum.cuttingSteps += isCut * stepsOfCut(structs);
  }
}
