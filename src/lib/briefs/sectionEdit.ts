import * as Y from 'yjs';
import type { Block } from './blocks.ts';
import { blockOf, isBlank } from './document.ts';
import { elementsFrom } from './elements.ts';
import { markdownFrom } from './markdown/index.ts';

/**
 * Adds blocks at the end of a section. The empty paragraph a section begins with gives way to them, as it does when
 * somebody types there.
 */
export function appendBlocks(section: Y.XmlElement, blocks: readonly Block[]): void {
  if (blocks.length === 0) return;
  const only = section.length === 1 ? section.get(0) : null;
  const isUntouched = only instanceof Y.XmlElement && isBlank([blockOf(only) ?? { type: 'horizontalRule' }]);
  section.insert(section.length, elementsFrom(blocks));
  if (isUntouched) section.delete(0, 1);
}

/**
 * Makes a section say these blocks. Blocks that stay as they are, are not touched: whoever wrote them is still their
 * author, and whoever's caret is in them keeps it. Two blocks are the same when their Markdown is.
 */
export function replaceBlocks(section: Y.XmlElement, wanted: readonly Block[]): void {
  const blocks = wanted.length > 0 ? wanted : [{ type: 'paragraph' } as const];
  const before = section.toArray().map((node) => (node instanceof Y.XmlElement ? said(blockOf(node)) : null));
  const kept = commonPlaces(before, blocks.map(said));
  // From the end, so that places before stay what they were.
  let [upTo, from] = [before.length, blocks.length];
  for (const [place, index] of [...kept.reverse(), [-1, -1] as const]) {
    const added = blocks.slice(index + 1, from);
    if (added.length > 0) section.insert(upTo, elementsFrom(added));
    if (upTo - place > 1) section.delete(place + 1, upTo - place - 1);
    [upTo, from] = [place, index];
  }
}

const said = (block: Block | null) => (block ? markdownFrom([block]) : null);

/** More comparisons than this are not worth the wait: what lies between the common ends is written anew. */
const MOST_COMPARISONS = 1_000_000;

/** The longest list of pairs of places, both rising, at which the two lists say the same. */
function commonPlaces(a: readonly (string | null)[], b: readonly (string | null)[]): [number, number][] {
  const isSame = (i: number, j: number) => a[i] !== null && a[i] === b[j];
  let start = 0;
  while (start < a.length && start < b.length && isSame(start, start)) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && isSame(endA - 1, endB - 1)) [endA, endB] = [endA - 1, endB - 1];
  const head = Array.from({ length: start }, (_, at): [number, number] => [at, at]);
  const tail = Array.from({ length: a.length - endA }, (_, at): [number, number] => [endA + at, endB + at]);
  const [rows, columns] = [endA - start, endB - start];
  if (rows * columns > MOST_COMPARISONS) return [...head, ...tail];
  // lengths[i][j]: how much the rests from there have in common
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      lengths[i]![j] = isSame(start + i, start + j)
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const middle: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (isSame(start + i, start + j)) middle.push([start + i++, start + j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return [...head, ...middle, ...tail];
}
