import * as Y from 'yjs';
import { mapText, type TextAnchor, type TextMap } from '#lib/briefs/index.server.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import type { PassagesDeps } from './deps.server.ts';
import type { PassageAnchor, PassageFinding } from './passage.ts';
import type { StoredPassage } from './passageStore.server.ts';
import { resolve, type Resolution } from './resolve.server.ts';

/** A brief's text in one state, while a question about it is answered. */
export type OpenText = { ref: DocumentRef; seq: number; map: TextMap };

type Found = { print: string; resolution: Resolution };
type Kept = { epoch: number; seq: number; found: Map<Id, Found> };

const KEPT_TEXTS = 100;

export type Findings = ReturnType<typeof findingsOf>;

/** Says where passages stand in the text as it is committed now. Each is looked for once per change, however many ask. */
export function findingsOf({ sync, activity }: Pick<PassagesDeps, 'sync' | 'activity'>) {
  const kept = new Map<Id, Kept>();
  const underWay = new Map<Id, Promise<Kept>>();

  /** Opens the text that is committed now, for as long as `ask` takes. */
  async function withText<T>(document: Id, ask: (text: OpenText) => Promise<T> | T): Promise<T> {
    const { ref, seq, doc } = await sync.read(document);
    try {
      return await ask({ ref, seq, map: mapText(doc) });
    } finally {
      doc.destroy();
    }
  }

  async function lookFor(document: Id, passages: readonly StoredPassage[]): Promise<Kept> {
    return withText(document, async ({ ref, seq, map }) => {
      const successors = await sync.readSuccessors(ref);
      const known = kept.get(document);
      const same = known?.epoch === ref.epoch && known.seq === seq ? known.found : new Map<Id, Found>();
      const found = new Map(same);
      for (const passage of passages) {
        if (found.get(passage.id)?.print === printOf(passage)) continue;
        const anchor = passage.epoch === ref.epoch ? passage.anchor : null;
        found.set(passage.id, {
          print: printOf(passage),
          resolution: resolve(map, { ...passage, anchor }, successors)
        });
      }
      const fresh = { epoch: ref.epoch, seq, found };
      kept.delete(document);
      kept.set(document, fresh);
      const oldest = kept.keys().next();
      if (kept.size > KEPT_TEXTS && !oldest.done) kept.delete(oldest.value);
      return fresh;
    });
  }

  function start(document: Id, passages: readonly StoredPassage[]): Promise<Kept> {
    const started = lookFor(document, passages).finally(() => underWay.delete(document));
    underWay.set(document, started);
    return started;
  }

  /** What became of each of a document's passages, in the newest state that is committed. */
  async function resolutions(
    document: Id,
    passages: readonly StoredPassage[]
  ): Promise<{ epoch: number; seq: number; of: (id: Id) => Resolution }> {
    const head = (await activity.heads([document])).get(document);
    const isKnown = (known: Kept | undefined): known is Kept =>
      known !== undefined &&
      known.epoch === head?.epoch &&
      known.seq >= head.seq &&
      passages.every((one) => known.found.get(one.id)?.print === printOf(one));
    let known = kept.get(document);
    for (let others = underWay.get(document); !isKnown(known) && others; others = underWay.get(document))
      known = await others;
    const { epoch, seq, found } = isKnown(known) ? known : await start(document, passages);
    return { epoch, seq, of: (id) => found.get(id)!.resolution };
  }

  /** Where passages of one document stand: as stored when that is of now, otherwise looked for. */
  async function findings(
    passages: readonly StoredPassage[]
  ): Promise<(passage: StoredPassage) => PassageFinding> {
    const document = passages[0]?.document;
    if (document === undefined) return storedFinding;
    const head = (await activity.heads([document])).get(document);
    if (passages.every(({ seq, epoch }) => seq === head?.seq && epoch === head.epoch)) return storedFinding;
    const { seq, of } = await resolutions(document, passages);
    return ({ id }) => {
      const { status, reason, place, text, anchor } = of(id);
      return { status, reason, place, text, seq, anchor: anchor && asJson(anchor) };
    };
  }

  return { withText, resolutions, findings };
}

function storedFinding({ status, reason, place, text, seq, anchor }: StoredPassage): PassageFinding {
  return { status, reason, place, text, seq, anchor: place && asJson(anchor) };
}

/** Anchors as browsers take them. */
function asJson({ start, end }: TextAnchor): PassageAnchor {
  return { start: positionJson(start), end: positionJson(end) };
}

const positionJson = (encoded: Uint8Array): unknown =>
  JSON.parse(JSON.stringify(Y.relativePositionToJSON(Y.decodeRelativePosition(encoded))));

const printOf = ({ seenHash, anchor, epoch }: StoredPassage) =>
  `${seenHash}.${epoch}.${Buffer.from(anchor.start).toString('base64')}.${Buffer.from(anchor.end).toString('base64')}`;
