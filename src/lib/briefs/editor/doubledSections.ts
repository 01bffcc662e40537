import * as Y from 'yjs';
import { TEXT_ROOT } from '../document.ts';

/** A translation that was added twice: the one that stays, and one further down that belongs into it. */
export type Doubled = { first: Y.XmlElement; later: Y.XmlElement };

/** The translations that stand in the text more than once, which happens when two people add one at the same time. */
export function doubledSections(doc: Y.Doc): Doubled[] {
  const firsts = new Map<string, Y.XmlElement>();
  return doc
    .getXmlFragment(TEXT_ROOT)
    .toArray()
    .flatMap((section): Doubled[] => {
      if (!(section instanceof Y.XmlElement) || !section.getAttribute('of')) return [];
      const translates = `${section.getAttribute('of')} ${section.getAttribute('lang')}`;
      const first = firsts.get(translates);
      if (first) return [{ first, later: section }];
      firsts.set(translates, section);
      return [];
    });
}

/** The client that added a section. */
export function clientOf(section: Y.XmlElement): number | null {
  return section._item?.id.client ?? null;
}

/** Whether a section holds nothing but empty paragraphs. */
export function isUnwritten(section: Y.XmlElement): boolean {
  return section.toArray().every(isEmptyParagraph);
}

/**
 * Moves what is in the later section behind what is in the first and takes the later one away. One client alone may do
 * it: two that did would bring its text in twice.
 */
export function joinSections({ first, later }: Doubled): void {
  later.doc?.transact(() => {
    const moved = isUnwritten(later) ? [] : (later.toArray() as (Y.XmlElement | Y.XmlText)[]);
    const seat = seatAtEnd(first);
    // Into the empty paragraph, not after it: somebody may just be writing there.
    const words = seat && wordsOf(moved[0]);
    if (words) seat.applyDelta(words);
    first.insert(
      first.length,
      moved.slice(words ? 1 : 0).map((block) => block.clone() as Y.XmlElement)
    );
    const sections = later.parent as Y.XmlFragment;
    sections.delete(sections.toArray().indexOf(later), 1);
  }, joinSections);
}

function seatAtEnd(section: Y.XmlElement): Y.XmlText | null {
  const last = section.get(section.length - 1);
  if (!isEmptyParagraph(last)) return null;
  const text = (last as Y.XmlElement).get(0);
  return text instanceof Y.XmlText ? text : null;
}

function wordsOf(block: unknown): unknown[] | null {
  if (!(block instanceof Y.XmlElement) || block.nodeName !== 'paragraph') return null;
  const nodes: unknown[] = block.toArray();
  // A line break is a node between texts; such a paragraph moves as a whole.
  return nodes.length === 1 && nodes[0] instanceof Y.XmlText ? nodes[0].toDelta() : null;
}

function isEmptyParagraph(block: unknown): boolean {
  return (
    block instanceof Y.XmlElement &&
    block.nodeName === 'paragraph' &&
    block.toArray().every((node) => node instanceof Y.XmlText && node.length === 0)
  );
}
