import { isSafeHref } from '#lib/briefs/index.server.ts';
import type { Block, Mark } from '#lib/briefs/index.ts';

// What XML 1.0 cannot hold, not even escaped.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Takes out of texts what no XML file can hold, and counts it, so that the file can say so; and links that lead nowhere good. */
export class Cleaner {
  removed = 0;

  text(text: string): string {
    return text.toWellFormed().replace(FORBIDDEN, () => (this.removed++, ''));
  }

  blocks(blocks: readonly Block[]): Block[] {
    return blocks.map((block) => ({
      ...block,
      ...(block.text !== undefined && { text: this.text(block.text) }),
      ...(block.marks && { marks: block.marks.filter(isHarmless) }),
      ...(block.content && { content: this.blocks(block.content) })
    }));
  }
}

// The grammar lets no such link in; a file travels further than that.
function isHarmless({ type, attrs }: Mark): boolean {
  return type !== 'link' || isSafeHref(attrs?.href);
}
