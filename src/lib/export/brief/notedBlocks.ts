import type { Block } from '#lib/briefs/index.ts';

/** A place where a note stands, in the offsets of `plainText(blocks)`. */
export type NotePlace = { number: number; at: number };

/** The number of the note that stands where this run is; null for the text's own runs. */
export function noteOf({ type, text, attrs }: Block): number | null {
  return type === 'text' && text === '' && typeof attrs?.note === 'number' ? attrs.note : null;
}

/**
 * The same blocks with a run for every note where its words end: a run without text, so that the words stay the same. One
 * beyond the last word stands behind it, as long as there is any text at all.
 */
export function withNotes(blocks: readonly Block[], notes: readonly NotePlace[]): Block[] {
  const inOrder = notes.toSorted((a, b) => a.at - b.at || a.number - b.number);
  const leaves = countLeaves(blocks);
  let [at, left] = [0, leaves];
  const walk = (node: Block): Block => {
    if (!isLeaf(node)) return node.content ? { ...node, content: node.content.map(walk) } : node;
    const length = (node.content ?? []).reduce((sum, run) => sum + lengthOf(run), 0);
    const isLast = --left === 0;
    const here: NotePlace[] = [];
    while (inOrder.length > 0 && (isLast || inOrder[0]!.at <= at + length)) here.push(inOrder.shift()!);
    const placed = here.map(({ number, at: place }) => ({ number, at: Math.min(place - at, length) }));
    at += length + 1;
    return placed.length > 0 ? { ...node, content: runsWithNotes(node.content ?? [], placed) } : node;
  };
  return blocks.map(walk);
}

const isLeaf = ({ type }: Block) => type === 'paragraph' || type === 'heading' || type === 'codeBlock';
const lengthOf = ({ type, text }: Block) => (type === 'hardBreak' ? 1 : (text?.length ?? 0));

function countLeaves(blocks: readonly Block[]): number {
  return blocks.reduce((sum, node) => sum + (isLeaf(node) ? 1 : countLeaves(node.content ?? [])), 0);
}

function runsWithNotes(runs: readonly Block[], notes: NotePlace[]): Block[] {
  const made: Block[] = [];
  let at = 0;
  for (const run of runs) {
    let rest = run;
    const end = at + lengthOf(run);
    while (notes.length > 0 && notes[0]!.at < end) {
      const { number, at: place } = notes.shift()!;
      const cut = place - at;
      if (cut > 0 && rest.text) {
        made.push({ ...rest, text: rest.text.slice(0, cut) });
        rest = { ...rest, text: rest.text.slice(cut) };
        at = place;
      }
      made.push(noteRun(number));
    }
    made.push(rest);
    at = end;
  }
  return [...made, ...notes.map(({ number }) => noteRun(number))];
}

const noteRun = (number: number): Block => ({ type: 'text', text: '', attrs: { note: number } });
