import type { Id } from '#lib/kernel/index.ts';
import type { Difference, DiffLine, Piece } from './difference.ts';

/** Who spoke which stretch of a text, as the voices room tells it; `speaker` is a place in a list of theirs. */
export type Spoken = readonly { section: Id; from: number; to: number; speaker: number; at: number }[];

/** A piece with whose words it is, and for words that went, who took them away; null where that is not known. */
export type AttributedPiece = Piece & { by: number | null; goneBy?: number | null };
export type AttributedLine = Omit<DiffLine, 'pieces'> & { pieces: readonly AttributedPiece[] };

type Sources = {
  /** of the text after */
  written: Spoken;
  /** of the text before */
  writtenBefore: Spoken;
  /** who took away what, by the places of the text before */
  gone: Spoken;
};

/**
 * Says of every piece that came or went whose it is; pieces are cut where that changes. Words that went have writers by the
 * text before and deleters of their own: two lists that are not mixed.
 */
export function attribute(
  { sections }: Difference,
  { written, writtenBefore, gone }: Sources
): { section: Id; lines: AttributedLine[] }[] {
  const [after, before, deleters] = [bySection(written), bySection(writtenBefore), bySection(gone)];
  return sections.map(({ head: { id }, lines }) => ({
    section: id,
    lines: lines.map((line) => ({
      ...line,
      pieces: line.pieces.flatMap((piece): AttributedPiece[] => {
        if (piece.kind === 'same') return [{ ...piece, by: null }];
        if (piece.kind === 'inserted')
          return cut(piece, after.get(id)).map((one) => ({ ...one, by: speakerAt(after.get(id), one.at) }));
        const section = line.kind === 'moved' ? (line.other ?? id) : id;
        return cut(piece, before.get(section), deleters.get(section)).map((one) => ({
          ...one,
          by: speakerAt(before.get(section), one.at),
          goneBy: speakerAt(deleters.get(section), one.at)
        }));
      })
    }))
  }));
}

function bySection(spoken: Spoken): Map<Id, Spoken[number][]> {
  const all = new Map<Id, Spoken[number][]>();
  for (const one of spoken) {
    const list = all.get(one.section);
    if (list) list.push(one);
    else all.set(one.section, [one]);
  }
  return all;
}

function speakerAt(spoken: Spoken | undefined, at: number): number | null {
  return spoken?.find(({ from, to }) => from <= at && at < to)?.speaker ?? null;
}

function cut(piece: Piece, ...by: (Spoken | undefined)[]): Piece[] {
  const end = piece.at + piece.text.length;
  const edges = by
    .flatMap((spoken) => spoken ?? [])
    .flatMap(({ from, to }) => [from, to])
    .filter((edge) => edge > piece.at && edge < end);
  const cuts = [...new Set([piece.at, ...edges, end])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((to, nth) => {
    const from = cuts[nth]!;
    return { ...piece, at: from, text: piece.text.slice(from - piece.at, to - piece.at) };
  });
  return pieces;
}
