import { plainText, type Block, type Mark, type SectionText } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { LineShape } from './difference.ts';

/** One line of a section: its words, what they look like, and where they begin in `plainText` of the section. */
export type TextLine = {
  section: Id;
  at: number;
  text: string;
  shape: LineShape;
  /** formatting by stretch: where each ends in the line, and its marks as one word */
  looks: readonly { end: number; look: string }[];
  /** equal for lines that are the same in words and in what they are */
  key: string;
};

/** A section as lines in the order of `plainText`. What has no words, such as a rule or a picture, is a line without any. */
export function linesOf(section: SectionText): TextLine[] {
  const lines: TextLine[] = [];
  let next = 0;
  const walk = (blocks: readonly Block[], within: readonly Block['type'][]) => {
    for (const block of blocks) {
      const isLeaf = block.type === 'paragraph' || block.type === 'heading' || block.type === 'codeBlock';
      if (!isLeaf && block.content?.length) {
        walk(block.content, [...within, block.type]);
        continue;
      }
      const text = plainText([block]);
      if (!isLeaf && text === '' && !standsAlone(block)) continue;
      const level = block.attrs?.level;
      const shape = { type: block.type, within, ...(typeof level === 'number' && { level }) };
      const looks = isLeaf ? looksOf(block, text) : [{ end: text.length, look: attributes(block) }];
      const key = `${text}\u0000${JSON.stringify([shape, looks])}`;
      lines.push({ section: section.id, at: next, text, shape, looks, key });
      if (isLeaf || text !== '') next += text.length + 1;
    }
  };
  walk(section.blocks, []);
  return lines;
}

// Cells, items and quotes without anything in them are not lines of their own.
function standsAlone({ type }: Block): boolean {
  return !['tableCell', 'tableRow', 'table', 'listItem', 'taskItem', 'blockquote'].includes(type);
}

function looksOf(block: Block, text: string): { end: number; look: string }[] {
  const looks: { end: number; look: string }[] = [];
  let end = 0;
  for (const child of block.content ?? []) {
    end +=
      child.type === 'text' ? (child.text ?? '').length : plainText([{ ...block, content: [child] }]).length;
    const look = child.type === 'text' ? lookOf(child.marks ?? []) : child.type;
    const last = looks.at(-1);
    if (last?.look === look) last.end = end;
    else looks.push({ end, look });
  }
  return looks.length > 0 ? looks : [{ end: text.length, look: '' }];
}

function lookOf(marks: readonly Mark[]): string {
  return marks
    .map(({ type, attrs }) => (attrs ? `${type}=${JSON.stringify(attrs)}` : type))
    .sort()
    .join(' ');
}

function attributes({ attrs }: Block): string {
  return attrs ? JSON.stringify(Object.entries(attrs).sort(([a], [b]) => (a < b ? -1 : 1))) : '';
}
