import { Fragment, Slice, type Node as DocumentNode } from '@tiptap/pm/model';
import type { Block, Mark } from '../../blocks.ts';

type Json = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Json[];
  text?: string;
  marks?: Json[];
};

/** Nodes of the editor as blocks; of sections, what is in them. */
export function blocksOf(nodes: readonly DocumentNode[]): Block[] {
  return nodes.flatMap((node) =>
    node.type.name === 'section' ? blocksOf(node.children) : [blockOf(node.toJSON() as Json)]
  );
}

function blockOf({ type, attrs = {}, content, text, marks }: Json): Block {
  const given = Object.entries(attrs).filter(([, value]) => value !== null);
  return {
    type: type as Block['type'],
    ...(given.length > 0 ? { attrs: Object.fromEntries(given) as Block['attrs'] } : {}),
    ...(content ? { content: content.map(blockOf) } : {}),
    ...(text === undefined ? {} : { text }),
    ...(marks ? { marks: marks as Mark[] } : {})
  };
}

/** A slice that arrived inside sections, or inside the one cell it was copied from, without them. */
export function unwrapWalls(slice: Slice): Slice {
  const { content, openStart, openEnd } = slice;
  if (content.content.some((node) => node.type.name === 'section'))
    return unwrapWalls(
      new Slice(
        Fragment.from(
          content.content.flatMap((node) => (node.type.name === 'section' ? node.children : [node]))
        ),
        Math.max(0, openStart - 1),
        Math.max(0, openEnd - 1)
      )
    );
  const only = content.childCount === 1 ? content.firstChild! : null;
  if (!only || !['table', 'tableRow', 'tableCell'].includes(only.type.name)) return slice;
  if (openStart > 0 && openEnd > 0 && (only.type.name === 'tableCell' || only.childCount === 1))
    return unwrapWalls(new Slice(only.content, openStart - 1, openEnd - 1));
  // Part of a table is a table of its own.
  return only.type.name === 'table' ? new Slice(content, 0, 0) : slice;
}
