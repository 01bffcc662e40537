import { plainText, type Block } from '#lib/briefs/index.ts';

/**
 * How many statements of a section name no source: paragraphs, items and rows with words but without a link. Headings
 * and what ends in a colon only introduce what follows.
 */
export function unsourced(blocks: readonly Block[]): number {
  return statements(blocks).filter((block) => !hasLink(block) && !introduces(block)).length;
}

function statements(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => {
    if (block.type === 'heading' || block.type === 'horizontalRule') return [];
    if (block.type === 'table') return (block.content ?? []).slice(block.attrs?.header === false ? 0 : 1);
    const isWhole = block.type === 'paragraph' || block.type === 'blockquote' || block.type === 'codeBlock';
    if (isWhole || block.type === 'listItem' || block.type === 'taskItem') return [block];
    return statements(block.content ?? []);
  });
}

const hasLink = (block: Block): boolean =>
  (block.marks ?? []).some(({ type }) => type === 'link') || (block.content ?? []).some(hasLink);

const introduces = (block: Block) => {
  const words = plainText([block]).trim();
  return words === '' || /[:：]$/u.test(words);
};
