import type { Block, Mark } from './blocks.ts';
import { markOrder } from './markdown/readInline.ts';

/**
 * The one way to say these blocks: neighbouring runs with the same marks joined, marks and attributes in a fixed order, text
 * well-formed, no names of columns (they are ids), one empty paragraph where there is nothing. Texts that read the same
 * are equal as JSON.
 */
export function canonicalBlocks(blocks: readonly Block[]): Block[] {
  return blocks.length > 0 ? blocks.map(canonical) : [{ type: 'paragraph' }];
}

function canonical({ type, attrs = {}, content = [] }: Block): Block {
  const names = Object.keys(attrs)
    .filter((name) => name !== 'column')
    .sort();
  const children = joined(content);
  return {
    type,
    ...(names.length > 0 && { attrs: Object.fromEntries(names.map((name) => [name, attrs[name]!])) }),
    ...(children.length > 0 && { content: children })
  };
}

function joined(content: readonly Block[]): Block[] {
  const children: Block[] = [];
  for (const child of content) {
    if (child.type !== 'text') children.push(canonical(child));
    else if (child.text) addText(children, run(child));
  }
  return children;
}

function addText(children: Block[], next: Block): void {
  const last = children.at(-1);
  const isSame = last?.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(next.marks);
  if (isSame) children[children.length - 1] = { ...last, text: `${last.text}${next.text}` };
  else children.push(next);
}

function run({ text = '', marks = [] }: Block): Block {
  const ordered = markOrder.flatMap((type): Mark[] => marks.filter((mark) => mark.type === type).slice(0, 1));
  const kept = ordered.map(({ type, attrs }): Mark => (attrs ? { type, attrs: { ...attrs } } : { type }));
  return { type: 'text', text: text.toWellFormed(), ...(kept.length > 0 && { marks: kept }) };
}
