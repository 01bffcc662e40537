import { isSafeHref } from '#lib/briefs/index.server.ts';
import type { Block, Mark } from '#lib/briefs/index.ts';

// What XML 1.0 cannot hold, not even escaped.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** What every writer writes. A new node of the grammar comes here once all of them do. */
const written: ReadonlySet<string> = new Set<Block['type']>([
  ...([
    'text',
    'paragraph',
    'heading',
    'bulletList',
    'orderedList',
    'listItem',
    'taskList',
    'taskItem'
  ] as const),
  ...(['blockquote', 'codeBlock', 'horizontalRule', 'hardBreak', 'table', 'tableRow', 'tableCell'] as const)
]);

/** Takes out of texts what no XML file can hold, and counts it, so that the file can say so; and links that lead nowhere good. */
export class Cleaner {
  removed = 0;

  text(text: string): string {
    return text.toWellFormed().replace(FORBIDDEN, () => (this.removed++, ''));
  }

  blocks(blocks: readonly Block[], isInText = false): Block[] {
    return blocks.map((block) =>
      written.has(block.type) ? this.#block(block) : this.#described(block, isInText)
    );
  }

  /** A node that no format writes yet: what describes it stands in its place, so that no words are lost. */
  #described({ attrs }: Block, isInText: boolean): Block {
    const alt = typeof attrs?.alt === 'string' ? this.text(attrs.alt).trim() : '';
    const run: Block = { type: 'text', text: alt && `[${alt}]` };
    return isInText ? run : { type: 'paragraph', content: [run] };
  }

  #block(block: Block): Block {
    const isText = block.type === 'paragraph' || block.type === 'heading';
    return {
      ...block,
      ...(block.text !== undefined && { text: this.text(block.text) }),
      ...(block.marks && { marks: block.marks.filter(isHarmless) }),
      ...(block.content && { content: this.blocks(block.content, isText) })
    };
  }
}

// The grammar lets no such link in; a file travels further than that.
function isHarmless({ type, attrs }: Mark): boolean {
  return type !== 'link' || isSafeHref(attrs?.href);
}
