import type { Id } from '#lib/kernel/index.ts';
import type { PassageAnchor, PassagePlace, PassageView } from './passage.ts';

/** A passage that only moved with the text around it. */
export type PassageMove = { id: Id; place: PassagePlace | null; section: Id; anchor: PassageAnchor | null };

/**
 * What a brief's stream of passages carries: all ids in the order of the text, what is new or changed since the frame before
 * (all of it in the first), and what only moved.
 */
export type PassagesFrame = { order: Id[]; passages: PassageView[]; moved: PassageMove[] };

/** Applies a frame to what is shown. */
export function applyPassages(shown: readonly PassageView[], frame: PassagesFrame): PassageView[] {
  const known = new Map(shown.map((passage) => [passage.id, passage]));
  for (const passage of frame.passages) known.set(passage.id, passage);
  for (const { id, ...moved } of frame.moved) {
    const before = known.get(id);
    if (before) known.set(id, { ...before, ...moved });
  }
  return frame.order.flatMap((id) => known.get(id) ?? []);
}

/** The frame that leads from one list to another. */
export function frameBetween(before: readonly PassageView[], after: readonly PassageView[]): PassagesFrame {
  const known = new Map(before.map((passage) => [passage.id, passage]));
  const isSame = (passage: PassageView) => stillOf(known.get(passage.id)) === stillOf(passage);
  return {
    order: after.map(({ id }) => id),
    passages: after.filter((passage) => !isSame(passage)),
    moved: after
      .filter((passage) => isSame(passage) && movableOf(known.get(passage.id)!) !== movableOf(passage))
      .map(({ id, place, section, anchor }) => ({ id, place, section, anchor }))
  };
}

function stillOf(passage: PassageView | undefined): string {
  const {
    place: _place,
    section: _section,
    anchor: _anchor,
    seq: _seq,
    ...still
  } = passage ?? ({} as PassageView);
  return JSON.stringify(still);
}

const movableOf = ({ place, section, anchor }: PassageView) => JSON.stringify([place, section, anchor]);
