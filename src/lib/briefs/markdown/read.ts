import type { Code, List, ListItem, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Block } from '../blocks.ts';
import { definitionsOf, joined, readInline, trimmed, type Definitions } from './readInline.ts';

/** How the document around a text counts its headings. */
export type Headings = {
  /**
   * How many # stand for the larger heading: 2 as in a section by itself (the default), 3 below sections that are `##`.
   * Fewer count as the larger one, more as the smaller one.
   */
  larger?: number;
};

/** What reading a document carries along. */
type Reading = { source: string; definitions: Definitions; larger: number };

/**
 * Reads Markdown (GitHub's, as HackMD and HedgeDoc write it) as blocks of a section. What a brief cannot hold becomes
 * text that can be read and is never left out: images their description and link, footnotes text, tags the words in
 * them. Links other than http, https and mailto stay as text. Every text is Markdown: it never throws.
 */
export function blocksFromMarkdown(markdown: string, { larger = 2 }: Headings = {}): Block[] {
  // What makes Markdown lines of it on one system only would be lost on another.
  const source = markdown.replace(/\r\n?/g, '\n').replaceAll('\0', '');
  const root = fromMarkdown(source, {
    // One tilde is a range in Chinese ("3~5 月"), not a mark.
    extensions: [gfm({ singleTilde: false })],
    mdastExtensions: [gfmFromMarkdown()]
  });
  return blocksOf(root.children, { source, definitions: definitionsOf(root), larger });
}

/** The most # a heading of a Markdown text has to have to be its largest: 1 to 6, or null where it has none. */
export function largestHeading(markdown: string): number | null {
  const depths = (fromMarkdown(markdown) as Root).children.flatMap((node) =>
    node.type === 'heading' ? [node.depth] : []
  );
  return depths.length > 0 ? Math.min(...depths) : null;
}

function blocksOf(nodes: readonly RootContent[], reading: Reading, isInside = false): Block[] {
  return nodes.flatMap((node): Block[] => {
    switch (node.type) {
      case 'heading':
        return [
          {
            type: 'heading',
            attrs: { level: node.depth <= reading.larger ? 2 : 3 },
            ...contentOf(inline(node.children, reading).filter((run) => run.type === 'text'))
          }
        ];
      case 'list':
        return listsOf(node, reading);
      case 'blockquote':
        return [{ type: 'blockquote', content: orEmpty(blocksOf(node.children, reading, true)) }];
      case 'code':
        return codeOf(node);
      case 'thematicBreak':
        return [{ type: 'horizontalRule' }];
      case 'table':
        return isInside ? rowsAsText(node, reading) : [tableOf(node, reading)];
      default:
        return wordsOf(node, reading, isInside);
    }
  });
}

function wordsOf(node: RootContent, reading: Reading, isInside: boolean): Block[] {
  if (node.type === 'footnoteDefinition') {
    const [first, ...rest] = blocksOf(node.children, reading, isInside);
    const label: Block = { type: 'text', text: `[${node.identifier}] ` };
    return first?.type === 'paragraph'
      ? [{ ...first, content: joined([label, ...(first.content ?? [])]) }, ...rest]
      : [{ type: 'paragraph', content: [label] }, ...(first ? [first] : []), ...rest];
  }
  if (node.type === 'definition') return reading.definitions.unusedLine(node);
  const phrasing = node.type === 'paragraph' ? node.children : [node as PhrasingContent];
  const runs = inline(phrasing, reading);
  return runs.length > 0 ? [{ type: 'paragraph', content: runs }] : [];
}

function inline(nodes: readonly PhrasingContent[], { definitions }: Reading): Block[] {
  return trimmed(joined(readInline(nodes, [], definitions)));
}

// HackMD writes "js=" for line numbers; anything else beside the language is a caption to whoever reads it.
function codeOf({ value, lang, meta }: Code): Block[] {
  const [, language = '', rest = ''] = /^([A-Za-z0-9+#._-]{0,40})=?\d*!?(.*)$/s.exec(lang ?? '') ?? [];
  const caption = [rest === '' ? '' : (lang ?? ''), meta ?? ''].filter(Boolean).join(' ');
  const block: Block = {
    type: 'codeBlock',
    ...(language && rest === '' ? { attrs: { language } } : {}),
    ...contentOf(value === '' ? [] : [{ type: 'text', text: value }])
  };
  return caption === ''
    ? [block]
    : [{ type: 'paragraph', content: [{ type: 'text', text: caption }] }, block];
}

// Items with and without a box in one list become several lists: a brief's task list holds tasks only.
function listsOf(list: List, reading: Reading): Block[] {
  const lists: { attrs?: Block['attrs']; type: Block['type']; content: Block[] }[] = [];
  list.children.forEach((item, index) => {
    const checked = item.checked ?? emptyTask(item, reading);
    const type = checked !== null ? 'taskList' : list.ordered ? 'orderedList' : 'bulletList';
    if (lists.at(-1)?.type !== type) {
      const attrs = type === 'orderedList' ? { attrs: { start: (list.start ?? 1) + index } } : {};
      lists.push({ type, ...attrs, content: [] });
    }
    lists.at(-1)!.content.push(itemOf(item, checked, reading));
  });
  return lists;
}

function itemOf(item: ListItem, checked: boolean | null, reading: Reading): Block {
  const isBoxAlone = checked !== null && item.checked == null;
  const content = orEmpty(blocksOf(isBoxAlone ? item.children.slice(1) : item.children, reading, true));
  return checked === null ? { type: 'listItem', content } : { type: 'taskItem', attrs: { checked }, content };
}

/** A box without words is no task to GitHub; here it is one that nobody has worded yet. */
function emptyTask({ children }: ListItem, { source }: Reading): boolean | null {
  const [first] = children;
  if (first?.type !== 'paragraph') return null;
  const box = /^\[([ xX])\]$/.exec(sourceOf(first, source).trim());
  return box ? box[1] !== ' ' : null;
}

function sourceOf({ position }: Nodes, source: string): string {
  return source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
}

// A table always has a header row in Markdown; an empty one stands for none.
function tableOf(table: Table, reading: Reading): Block {
  const width = Math.max(1, ...table.children.map((row) => row.children.length));
  const rows = table.children.map((row): Block => {
    const cells = row.children.map((cell): Block => ({
      type: 'tableCell',
      content: paragraphsOf(cell.children, reading)
    }));
    while (cells.length < width) cells.push({ type: 'tableCell', content: [{ type: 'paragraph' }] });
    return { type: 'tableRow', content: cells };
  });
  const isHeaderEmpty = table.children[0]!.children.every((cell) => cell.children.length === 0);
  const hasHeader = !isHeaderEmpty || rows.length === 1;
  return { type: 'table', attrs: { header: hasHeader }, content: hasHeader ? rows : rows.slice(1) };
}

// Two line breaks in a cell stand for a new paragraph, as this room writes them.
function paragraphsOf(nodes: readonly PhrasingContent[], reading: Reading): Block[] {
  const runs = joined(readInline(nodes, [], reading.definitions));
  const paragraphs: Block[][] = [[]];
  runs.forEach((run, index) => {
    const isBreak = run.type === 'hardBreak';
    if (isBreak && runs[index + 1]?.type === 'hardBreak') paragraphs.push([]);
    else if (!(isBreak && runs[index - 1]?.type === 'hardBreak')) paragraphs.at(-1)!.push(run);
  });
  return paragraphs.map((content) => ({ type: 'paragraph', ...contentOf(trimmed(content)) }));
}

function rowsAsText(table: Table, reading: Reading): Block[] {
  return table.children.flatMap((row) => {
    const cells = row.children.map((cell) => inline(cell.children, reading));
    const content = joined(cells.flatMap((runs, at) => (at === 0 ? runs : [bar, ...runs])));
    return content.length > 0 ? [{ type: 'paragraph' as const, content }] : [];
  });
}

const bar: Block = { type: 'text', text: ' | ' };
const orEmpty = (blocks: Block[]): Block[] => (blocks.length > 0 ? blocks : [{ type: 'paragraph' }]);
const contentOf = (content: readonly Block[]) => (content.length > 0 ? { content } : {});
