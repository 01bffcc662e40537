import type { Id } from '#lib/kernel/index.ts';
import type { Block, Mark } from './blocks.ts';

/**
 * A stretch of a section's words that another room marks. `from` and `to` count UTF-16 units in `plainText(blocks)` of
 * the section.
 */
export type TextRun = {
  id: string;
  section: Id;
  from: number;
  to: number;
  /** classes of the room that marks, separated by blanks */
  look: string;
  /** what it is, for those who point at it or do not see it */
  label?: string;
  /** where it stands in a document that may be ahead of the offsets: Yjs relative positions as JSON */
  anchor?: { start: unknown; end: unknown };
  /** words shown behind it that are not in the text, such as a proposed replacement */
  after?: { text: string; look: string };
};

/** Whether a node's own children are words. */
export function holdsWords({ type }: { type: string }): boolean {
  return type === 'paragraph' || type === 'heading' || type === 'codeBlock';
}

/** The blocks of one section with its runs as marks on the text; the same blocks where there are none. */
export function overlay(blocks: readonly Block[], runs: readonly TextRun[]): readonly Block[] {
  if (runs.length === 0) return blocks;
  let at = -1;
  const walk = (nodes: readonly Block[]): Block[] =>
    nodes.map((node) => {
      if (!holdsWords(node)) return node.content ? { ...node, content: walk(node.content) } : node;
      // One unit stands between one line and the next.
      at++;
      const pieces = cutLine(node.content ?? [], at, runs);
      const shown = runs.filter(({ after, to }) => after && to >= at && to <= endOf(pieces, at));
      const content = [...pieces.map(({ block }) => block)];
      for (const run of [...shown].sort((a, b) => b.to - a.to))
        content.splice(pieces.filter(({ end }) => end <= run.to).length, 0, addition(run));
      at = endOf(pieces, at);
      return { ...node, content };
    });
  return walk(blocks);
}

type Piece = { block: Block; end: number };
const endOf = (pieces: readonly Piece[], start: number) => pieces.at(-1)?.end ?? start;

function cutLine(line: readonly Block[], start: number, runs: readonly TextRun[]): Piece[] {
  let at = start;
  return line.flatMap((node): Piece[] => {
    const from = at;
    const text = node.text ?? '';
    at += node.type === 'text' ? text.length : 1;
    if (node.type !== 'text') return [{ block: node, end: at }];
    const near = runs.filter((run) => run.from < at && run.to > from);
    const edges = near.flatMap((run) => [run.from, run.to]).filter((edge) => edge > from && edge < at);
    const cuts = [...new Set([from, ...edges, at])].sort((a, b) => a - b);
    return cuts.slice(1).map((end, nth) => {
      const begin = cuts[nth]!;
      const over = near.filter((run) => run.from <= begin && run.to >= end);
      const piece = { ...node, text: text.slice(begin - from, end - from) };
      const marks = over.length > 0 ? [...(node.marks ?? []), markOf(over)] : undefined;
      return { block: marks ? { ...piece, marks } : piece, end };
    });
  });
}

function markOf(runs: readonly TextRun[]): Mark {
  const label = runs.flatMap((run) => run.label ?? []).join('; ');
  return {
    type: 'run',
    attrs: {
      runs: runs.map(({ id }) => id).join(' '),
      look: runs.map(({ look }) => look).join(' '),
      ...(label && { label })
    }
  };
}

function addition(run: TextRun): Block {
  const { text, look } = run.after!;
  return { type: 'text', text, marks: [{ type: 'run', attrs: { runs: run.id, look, added: 'yes' } }] };
}
