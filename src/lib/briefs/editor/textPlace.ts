import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import type { Id } from '#lib/kernel/index.ts';
import type { SelectedText } from '../reading/besideBrief.ts';

/** Where `offset`, in UTF-16 units of a section's `plainText`, stands in the editor; null when there is no such place. */
export function positionOf(doc: Node, section: Id, offset: number): number | null {
  let found: number | null = null;
  eachLine(doc, section, (line, position, start) => {
    if (found === null && offset >= start && offset <= start + line.content.size)
      found = position + 1 + offset - start;
  });
  return found;
}

/** What is selected, when that lies within one section. */
export function selectedIn({ doc, selection }: EditorState): SelectedText | null {
  const { $from, $to } = selection;
  if (selection.empty || $from.depth < 1 || $from.index(0) !== $to.index(0)) return null;
  const section = $from.node(1).attrs.id as Id;
  const [from, to] = [offsetOf(doc, section, selection.from, 1), offsetOf(doc, section, selection.to, -1)];
  if (from === null || to === null || from >= to) return null;
  return { section, from, to, text: textOf(doc, section).slice(from, to) };
}

/** The words of a section as `plainText` gives them. */
function textOf(doc: Node, section: Id): string {
  const lines: string[] = [];
  eachLine(doc, section, (line) => lines.push(line.textBetween(0, line.content.size, '', '\n')));
  return lines.join('\n');
}

/** The nearest place among the words: the next one (`toward` 1) or the one before. */
function offsetOf(doc: Node, section: Id, position: number, toward: 1 | -1): number | null {
  let before: number | null = null;
  let after: number | null = null;
  eachLine(doc, section, (line, start, offset) => {
    const [first, last] = [start + 1, start + 1 + line.content.size];
    if (last < position) before = offset + line.content.size;
    else if (first <= position) before = after = offset + position - first;
    else after ??= offset;
  });
  return toward === 1 ? after : before;
}

function eachLine(doc: Node, section: Id, visit: (line: Node, position: number, offset: number) => void) {
  doc.forEach((node, begin) => {
    if (node.attrs.id !== section) return;
    let offset = 0;
    node.descendants((line, at) => {
      if (!line.isTextblock) return true;
      visit(line, begin + 1 + at, offset);
      // One unit stands between one line and the next.
      offset += line.content.size + 1;
      return false;
    });
  });
}
