import type { Id, Language } from '#lib/kernel/index.ts';

/** The nodes of a brief's text. */
export type NodeName =
  | 'section'
  | 'paragraph'
  | 'heading'
  | 'bulletList'
  | 'orderedList'
  | 'listItem'
  | 'taskList'
  | 'taskItem'
  | 'blockquote'
  | 'codeBlock'
  | 'horizontalRule'
  | 'hardBreak'
  | 'table'
  | 'tableRow'
  | 'tableCell';

/** A section's own properties. `key` comes from the template; `of` is the section this one translates. */
export type SectionHead = { id: Id; key: string | null; lang: Language; of: Id | null };

/** A mark on text. */
export type Mark = { type: string; attrs?: Readonly<Record<string, string>> };

/** A node of a brief as plain JSON, safe to send, store and render: only what the grammar allows. */
export type Block = {
  type: NodeName | 'text';
  attrs?: Readonly<Record<string, string | number | boolean>>;
  content?: readonly Block[];
  text?: string;
  marks?: readonly Mark[];
};

/** `places` name each block for links, in the order of `blocks`; a text that is not from a document has none. */
export type SectionText = SectionHead & { blocks: readonly Block[]; places?: readonly string[] };

/** Whether text may link there: http, https or mailto, spelled plainly, at most 2,000 characters. */
export function isSafeHref(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 2000) return false;
  // Browsers drop control characters and blanks before they read the scheme, so none may be there to hide one.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/.test(value)) return false;
  return /^(https?:\/\/[^/]|mailto:[^@]+@)/i.test(value) && URL.canParse(value);
}

/** The words alone, one line for each paragraph, heading, quote line or list item; for search, counts and copies. */
export function plainText(blocks: readonly Block[]): string {
  return textPieces(blocks)
    .map(({ text }) => text)
    .join('');
}

/**
 * What {@link plainText} is put together from, in order: texts, line breaks, and the ends of lines, which belong to no
 * block of their own.
 */
export function textPieces(blocks: readonly Block[]): { block: Block | null; text: string }[] {
  return linesOf(blocks).flatMap((line, nth) => (nth > 0 ? [{ block: null, text: '\n' }, ...line] : line));
}

function linesOf(blocks: readonly Block[]): { block: Block; text: string }[][] {
  return blocks.flatMap((node) => {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'codeBlock')
      return [
        (node.content ?? []).map((child) => ({
          block: child,
          text: child.type === 'hardBreak' ? '\n' : (child.text ?? '')
        }))
      ];
    return linesOf(node.content ?? []);
  });
}

/** Whether nobody has written anything there yet. */
export function isBlank(blocks: readonly Block[]): boolean {
  return plainText(blocks).trim() === '' && !blocks.some((node) => node.type === 'horizontalRule');
}

/**
 * The smaller headings that have a larger one before them in the same section. A smaller one with none above it stands
 * right below the section's title: as a step of its own it would leave a gap for those who go by headings.
 */
export function smallHeadings(blocks: readonly Block[]): ReadonlySet<Block> {
  const small = new Set<Block>();
  let hasLarger = false;
  const walk = (nodes: readonly Block[]) => {
    for (const node of nodes) {
      if (node.type !== 'heading') walk(node.content ?? []);
      else if (node.attrs?.level !== 3) hasLarger = true;
      else if (hasLarger) small.add(node);
    }
  };
  walk(blocks);
  return small;
}
