import type {
  BlockContent,
  DefinitionContent,
  List,
  ListItem,
  PhrasingContent,
  Root,
  RootContent,
  Table
} from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Options } from 'mdast-util-to-markdown';
import { plainText, type Block } from '../blocks.ts';
import { evenTable } from '../tableBlocks.ts';
import type { Headings } from './read.ts';
import { trimmed } from './readInline.ts';
import { phrasingOf } from './writeInline.ts';

/** The largest number an ordered list may begin with in Markdown. */
const LAST_START = 999_999_999;

type Writing = { larger: number };
const content = (block: Block) => block.content ?? [];

/**
 * Writes blocks as Markdown that GitHub, HackMD and `blocksFromMarkdown` read back as the same blocks. Empty paragraphs
 * are left out; in a table's cell, lists become lines. Ends with a line's end unless there is nothing.
 */
export function markdownFrom(blocks: readonly Block[], { larger = 2 }: Headings = {}): string {
  return toMarkdown({ type: 'root', children: nodesOf(blocks, { larger }) } satisfies Root, options());
}

function options(): Options {
  // A table's columns line up in a plain text window, where a Chinese character takes two places.
  const [autolinks, ...rest] = gfmToMarkdown({ stringLength: widthOf }).extensions ?? [];
  void autolinks; // It would write a bare address as https\://, for the sake of readers that do not link by themselves.
  return {
    extensions: rest,
    bullet: '-',
    listItemIndent: 'one',
    rule: '-',
    emphasis: '*',
    fences: true,
    handlers: {
      // The same sign everywhere, except where Markdown has one line only.
      break: (_node, _parent, { stack }) =>
        stack.includes('tableCell') ? '<br>' : stack.includes('headingAtx') ? ' ' : '\\\n'
    }
  };
}

function nodesOf(blocks: readonly Block[], writing: Writing): RootContent[] {
  return blocks.flatMap((block): RootContent[] => {
    switch (block.type) {
      case 'paragraph': {
        const children = phrasingOf(trimmed(content(block)));
        return children.length > 0 ? [{ type: 'paragraph', children }] : [];
      }
      case 'heading':
        return [
          {
            type: 'heading',
            depth: (writing.larger + (block.attrs?.level === 3 ? 1 : 0)) as 2,
            children: phrasingOf(content(block))
          }
        ];
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return [listOf(block, writing)];
      case 'blockquote':
        return [{ type: 'blockquote', children: nodesOf(content(block), writing) as BlockContent[] }];
      case 'codeBlock':
        return [{ type: 'code', lang: languageOf(block), value: plainText([block]) }];
      case 'horizontalRule':
        return [{ type: 'thematicBreak' }];
      case 'table':
        return tableOf(block);
      default:
        return [];
    }
  });
}

const languageOf = ({ attrs }: Block) => (typeof attrs?.language === 'string' ? attrs.language : null);

function listOf(list: Block, writing: Writing): List {
  return {
    type: 'list',
    ordered: list.type === 'orderedList',
    start: list.type === 'orderedList' ? Math.min(LAST_START, Number(list.attrs?.start ?? 1)) : null,
    spread: false,
    children: content(list).map((item) => itemOf(item, writing))
  };
}

function itemOf(item: Block, writing: Writing): ListItem {
  const children = nodesOf(content(item), writing) as (BlockContent | DefinitionContent)[];
  const spread = children.filter((node) => node.type !== 'list').length > 1;
  if (item.type !== 'taskItem') return { type: 'listItem', spread, children };
  const checked = item.attrs?.checked === true;
  if (children[0]?.type === 'paragraph') return { type: 'listItem', spread, checked, children };
  // A box needs words behind it; without any it stands in a paragraph of its own.
  const box: BlockContent = {
    type: 'paragraph',
    children: [{ type: 'html', value: checked ? '[x]' : '[ ]' }]
  };
  return { type: 'listItem', spread: children.length > 0, children: [box, ...children] };
}

function tableOf(block: Block): Table[] {
  const { hasHeader, rows } = evenTable(block);
  const width = rows[0]?.length ?? 0;
  if (width === 0) return [];
  const cells = rows.map((row) => row.map(cellOf));
  if (!hasHeader) cells.unshift(Array.from({ length: width }, () => []));
  return [
    {
      type: 'table',
      children: cells.map((row) => ({
        type: 'tableRow',
        children: row.map((children) => ({ type: 'tableCell', children }))
      }))
    }
  ];
}

function cellOf(cell: Block): PhrasingContent[] {
  return linesOf(content(cell), '').flatMap(({ runs, isTight }, at) => [
    ...(at > 0 ? breaks(isTight ? 1 : 2) : []),
    ...phrasingOf(trimmed(runs))
  ]);
}

const breaks = (count: number): PhrasingContent[] =>
  Array.from({ length: count }, () => ({ type: 'html', value: '<br>' }));

// Markdown's cells hold one line: paragraphs and list items follow each other with breaks between them.
type Line = { runs: Block[]; isTight: boolean };
function linesOf(blocks: readonly Block[], indent: string): Line[] {
  return blocks.flatMap((block): Line[] => {
    if (block.type === 'paragraph') return [{ runs: [...content(block)], isTight: false }];
    return content(block).flatMap((item, nth) =>
      linesOf(content(item), `${indent}\u2003`).map(({ runs }, at) => {
        const sign = at > 0 ? '' : signOf(block, item, nth);
        return { runs: [{ type: 'text' as const, text: `${indent}${sign}` }, ...runs], isTight: true };
      })
    );
  });
}

function signOf(list: Block, item: Block, nth: number): string {
  if (list.type === 'orderedList') return `${Number(list.attrs?.start ?? 1) + nth}. `;
  if (list.type === 'taskList') return item.attrs?.checked === true ? '☑ ' : '☐ ';
  return '• ';
}

function widthOf(text: string): number {
  return [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
        sign
      )
        ? 2
        : 1),
    0
  );
}
