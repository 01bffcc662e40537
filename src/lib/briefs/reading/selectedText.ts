import type { SelectedText } from './besideBrief.ts';

const LINES = 'p, h3, h4, pre';

/** What is selected in a text that is being read, when that lies within one section. Browser only. */
export function selectedText(root: HTMLElement): SelectedText | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const section = elementOf(range.startContainer)?.closest<HTMLElement>('[data-section]');
  if (!section || !root.contains(section) || !section.contains(range.endContainer)) return null;
  const lines = [...section.querySelectorAll<HTMLElement>('.brief-section-text')].flatMap((body) =>
    [...body.querySelectorAll<HTMLElement>(LINES)].filter((line) => !line.matches('.nobody-yet'))
  );
  const words = lines
    .map((line) =>
      leavesOf(line)
        .map(({ text }) => text)
        .join('')
    )
    .join('\n');
  const [from, to] = [0, 1].map((nth) => offsetIn(lines, range, nth === 1)) as [number, number];
  return from < to ? { section: section.dataset.section!, from, to, text: words.slice(from, to) } : null;
}

/** Counts the words before one end of the range. */
function offsetIn(lines: readonly HTMLElement[], range: Range, isEnd: boolean): number {
  let offset = 0;
  for (const [nth, line] of lines.entries()) {
    if (nth > 0) {
      if (!isBefore(line, 0, range, isEnd)) return offset;
      offset++;
    }
    for (const { node, text } of leavesOf(line)) {
      const [container, at] = isEnd
        ? [range.endContainer, range.endOffset]
        : [range.startContainer, range.startOffset];
      if (container === node && node instanceof Text) return offset + at;
      if (!isBefore(node, 0, range, isEnd)) return offset;
      offset += text.length;
    }
  }
  return offset;
}

function isBefore(node: Node, offset: number, range: Range, isEnd: boolean): boolean {
  const probe = document.createRange();
  probe.setStart(node, offset);
  const how = isEnd ? Range.START_TO_END : Range.START_TO_START;
  return range.compareBoundaryPoints(how, probe) > 0;
}

/** The words of a line in order, without what is only proposed; a line break counts as one. */
function leavesOf(line: HTMLElement): { node: Node; text: string }[] {
  const leaves: { node: Node; text: string }[] = [];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.matches('ins.run')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT
  );
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) leaves.push({ node, text: node.data });
    else if (node.nodeName === 'BR' && line.textContent !== '') leaves.push({ node, text: '\n' });
  }
  return leaves;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
