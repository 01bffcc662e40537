import type { PhrasingContent } from 'mdast';
import type { Block } from '../blocks.ts';
import { markOrder } from './readInline.ts';

type MarkName = (typeof markOrder)[number];

/**
 * Marked runs as Markdown's nested inline content. Blanks, and punctuation next to a word, leave the edges of a mark:
 * Markdown does not see `**this: **` nor `**重點：**後` as bold, and what it needs instead is hard to read.
 */
export function phrasingOf(runs: readonly Block[]): PhrasingContent[] {
  return nested(runs, markOrder);
}

function nested(runs: readonly Block[], marks: readonly MarkName[]): PhrasingContent[] {
  const [mark, ...inner] = marks;
  if (!mark) return runs.flatMap(plain);
  return groups(runs, mark).flatMap(({ key, group }, at, all): PhrasingContent[] => {
    if (key === null) return nested(group, inner);
    if (mark === 'link') return [{ type: 'link', url: key, children: nested(group, inner) }];
    if (mark === 'code') return group.map(({ text = '' }) => ({ type: 'inlineCode', value: text }));
    const before = all[at - 1]?.group.at(-1)?.text?.at(-1);
    const after = all[at + 1]?.group[0]?.text?.[0];
    const { lead, core, tail } = edges(group, before, after);
    return [...nested(lead, inner), ...wrapped(mark, nested(core, inner)), ...nested(tail, inner)];
  });
}

function wrapped(mark: MarkName, children: PhrasingContent[]): PhrasingContent[] {
  if (children.length === 0) return [];
  const type = mark === 'bold' ? 'strong' : mark === 'italic' ? 'emphasis' : 'delete';
  return [{ type, children } as PhrasingContent];
}

function plain(run: Block): PhrasingContent[] {
  // The place of a footnote: a run without text, which only an export puts there.
  const { note } = run.attrs ?? {};
  if (typeof note === 'number') return [{ type: 'footnoteReference', identifier: `${note}` }];
  return run.type === 'hardBreak' ? [{ type: 'break' }] : [{ type: 'text', value: run.text ?? '' }];
}

/** Neighbours that share a mark (for links: one address); key is null where there is none. */
function groups(runs: readonly Block[], mark: MarkName): { key: string | null; group: Block[] }[] {
  const all: { key: string | null; group: Block[] }[] = [];
  const nextTexts = nextTextsOf(runs);
  runs.forEach((run, at) => {
    // A line break carries no marks itself: between two bold runs it is inside.
    const next = nextTexts[at];
    const own = keyOf(run, mark);
    const last = all.at(-1);
    const key =
      run.type === 'hardBreak' &&
      mark !== 'code' &&
      last?.key != null &&
      next &&
      keyOf(next, mark) === last.key
        ? last.key
        : own;
    if (last?.key === key) last.group.push(run);
    else all.push({ key, group: [run] });
  });
  return all;
}

/** For each run the text at or after it; looked for once, as a paragraph may hold thousands. */
function nextTextsOf(runs: readonly Block[]): (Block | undefined)[] {
  let next: Block | undefined;
  return runs
    .toReversed()
    .map((run) => (next = run.type === 'text' ? run : next))
    .reverse();
}

function keyOf(run: Block, mark: MarkName): string | null {
  const found = run.marks?.find(({ type }) => type === mark);
  return found ? (found.attrs?.href ?? '') : null;
}

const blank = /^\s$/u;
const sign = /^[\p{P}\p{S}]$/u;

function edges(group: readonly Block[], before: string | undefined, after: string | undefined) {
  const core = [...group];
  const lead: Block[] = [];
  const tail: Block[] = [];
  const leaves = (edge: string, beyond: string | undefined) =>
    blank.test(edge) ||
    (sign.test(edge) && beyond !== undefined && !blank.test(beyond) && !sign.test(beyond));
  for (let first = core[0]; isBare(first) && leaves(first.text[0]!, before); first = core[0]) {
    before = first.text[0]!;
    lead.push({ ...first, text: before });
    cut(core, 0, first, first.text.slice(1));
  }
  for (let last = core.at(-1); isBare(last) && leaves(last.text.at(-1)!, after); last = core.at(-1)) {
    after = last.text.at(-1)!;
    tail.unshift({ ...last, text: after });
    cut(core, core.length - 1, last, last.text.slice(0, -1));
  }
  return { lead, core, tail };
}

type Bare = Block & { text: string };
// Inside a code mark or a link, the edge is that mark's own.
function isBare(run: Block | undefined): run is Bare {
  return run?.type === 'text' && Boolean(run.text) && !run.marks?.some(({ type }) => type === 'code');
}

function cut(core: Block[], at: number, run: Block, rest: string): void {
  if (rest === '') core.splice(at, 1);
  else core[at] = { ...run, text: rest };
}
