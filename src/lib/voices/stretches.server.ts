import * as Y from 'yjs';
import {
  evened,
  nodeRules,
  sectionsOf,
  TEXT_ROOT,
  type Block,
  type SectionText
} from '#lib/briefs/index.server.ts';
import type { Id } from '#lib/kernel/index.ts';

/** What something holds for a piece of a document, and for how many UTF-16 units from there on at least. */
type At<T> = (client: number, clock: number) => { voice: T; length: number };

/** What holds for a stretch of a section; offsets as in `plainText`. */
export type Stretch<T> = { section: Id; from: number; to: number; voice: T };

type Piece<T> = { from: number; to: number; voice: T };

/**
 * Walks a brief's text as it is shown and says what holds for each stretch of its words; neighbours that hold the same are
 * joined. Every character of a word is in exactly one stretch.
 */
export function stretchesIn<T>(doc: Y.Doc, at: At<T>): { sections: SectionText[]; stretches: Stretch<T>[] } {
  const raw = sectionsOf(doc);
  const lines = new Map<Block, Piece<T>[]>();
  const roots = doc.getXmlFragment(TEXT_ROOT).toArray();
  const elements = roots.filter(
    (node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'section' && hasId(node)
  );
  for (const [nth, section] of raw.entries()) readLines(elements[nth]!, section.blocks, at, lines);
  const sections = evened(raw);
  return { sections, stretches: sections.flatMap((section) => placed(section, lines)) };
}

const hasId = (node: Y.XmlElement) => nodeRules.section.attributes.id.allows(node.getAttribute('id'));

// The blocks were read from these elements: what the grammar knows comes in the same order.
function readLines<T>(
  parent: Y.XmlElement,
  blocks: readonly Block[],
  at: At<T>,
  lines: Map<Block, Piece<T>[]>
): void {
  const known = parent
    .toArray()
    .filter(
      (node): node is Y.XmlElement =>
        node instanceof Y.XmlElement && mayStandIn(node.nodeName, parent.nodeName)
    );
  for (const [nth, block] of blocks.entries()) {
    const node = known[nth];
    if (!node) return;
    if (holdsWords(block)) lines.set(block, piecesOf(node, at));
    else readLines(node, block.content ?? [], at, lines);
  }
}

function mayStandIn(name: string, parent: string): boolean {
  if (!Object.hasOwn(nodeRules, name)) return false;
  const parents: readonly (string | null)[] = nodeRules[name as keyof typeof nodeRules].parents;
  return parents.includes(parent);
}

function holdsWords({ type }: Block): boolean {
  return type === 'paragraph' || type === 'heading' || type === 'codeBlock';
}

function piecesOf<T>(line: Y.XmlElement, at: At<T>): Piece<T>[] {
  const pieces: Piece<T>[] = [];
  let from = 0;
  for (const child of line.toArray()) {
    if (!(child instanceof Y.XmlText)) {
      if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') from++;
      continue;
    }
    for (let item = child._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      for (let done = 0; done < item.length;) {
        const { voice, length } = at(item.id.client, item.id.clock + done);
        const step = Math.min(length, item.length - done);
        pieces.push({ from, to: from + step, voice });
        done += step;
        from += step;
      }
    }
  }
  return pieces;
}

function placed<T>({ id, blocks }: SectionText, lines: ReadonlyMap<Block, Piece<T>[]>): Stretch<T>[] {
  const stretches: Stretch<T>[] = [];
  let next = 0;
  const walk = (nodes: readonly Block[]) => {
    for (const block of nodes) {
      if (!holdsWords(block)) {
        walk(block.content ?? []);
        continue;
      }
      for (const { from, to, voice } of lines.get(block) ?? []) {
        const last = stretches.at(-1);
        if (last?.voice === voice && last.to === next + from) last.to = next + to;
        else stretches.push({ section: id, from: next + from, to: next + to, voice });
      }
      next += lengthOf(block) + 1;
    }
  };
  walk(blocks);
  return stretches;
}

function lengthOf({ content = [] }: Block): number {
  return content.reduce((sum, { type, text }) => sum + (type === 'hardBreak' ? 1 : (text ?? '').length), 0);
}
