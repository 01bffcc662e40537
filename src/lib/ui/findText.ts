import { folded } from './search.ts';

/** Text inside these never counts: it is not part of what people wrote. */
const APART = '.caret, .anchor, .lang-chip, .add-translation, .brief-unseen, [aria-hidden="true"]';
/** A match does not run from one of these into the next. */
const BLOCKS = 'p, h2, h3, h4, li, pre, td, th, blockquote';
/** More matches than this are of no use to anybody. */
const MOST = 1000;

/** Where a text stands inside `root`, in reading order; case and width of letters do not matter. Browser only. */
export function findText(root: Element, query: string): Range[] {
  const wanted = folded(query).trim();
  if (wanted === '') return [];
  const ranges: Range[] = [];
  for (const nodes of runs(root)) {
    const text = nodes.map((node) => folded(node.data)).join('');
    for (let at = text.indexOf(wanted); at >= 0 && ranges.length < MOST; at = text.indexOf(wanted, at + 1))
      ranges.push(rangeOf(nodes, at, at + wanted.length));
  }
  return ranges;
}

/** Text nodes gathered by the block they belong to. */
function runs(root: Element): Text[][] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(APART) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  );
  const found: Text[][] = [];
  let block: Element | null = null;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const its = node.parentElement?.closest(BLOCKS) ?? root;
    if (its !== block) found.push([]);
    block = its;
    found.at(-1)!.push(node);
  }
  return found;
}

function rangeOf(nodes: readonly Text[], from: number, to: number): Range {
  const range = document.createRange();
  let passed = 0;
  for (const node of nodes) {
    const end = passed + node.length;
    if (from >= passed && from < end) range.setStart(node, from - passed);
    if (to > passed && to <= end) {
      range.setEnd(node, to - passed);
      break;
    }
    passed = end;
  }
  return range;
}
