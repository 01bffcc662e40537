import * as Y from 'yjs';
import type { Id } from '#lib/kernel/index.ts';
import { textPieces } from './blocks.ts';
import { sectionsOf, type SectionText, type TextOrigins } from './document.ts';
import { withEvenTables } from './tableBlocks.ts';

/** A stretch of a section's words, in UTF-16 units of `plainText(section.blocks)`. */
export type TextPlace = { section: Id; from: number; to: number };

/** Two encoded Yjs relative positions: before the first character, behind the last. They stay with their characters. */
export type TextAnchor = { start: Uint8Array; end: Uint8Array };

/** Where one end of an anchor stands; not `alive` when its character is gone and only the place it had is known. */
export type AnchoredEnd = { section: Id; offset: number; isAlive: boolean };

/** A character of a document, by Yjs client and clock. */
export type Character = { client: number; clock: number };

/** For a character that is gone: those that a change of structure wrote in its place, if any. */
export type Successors = (client: number, clock: number) => readonly Character[];

/** One state of a text, to go from places in its words to places in its document and back. */
export type TextMap = {
  sections: readonly SectionText[];
  /** the words of a section as `plainText` gives them; undefined when there is none of this id */
  wordsOf(section: Id): string | undefined;
  /** Ties a place to its characters; null when it holds none, or there is no such place. */
  anchor(place: TextPlace): TextAnchor | null;
  /** Where the ends of an anchor are now; null for an end that is lost with all around it. Never throws. */
  locate(anchor: TextAnchor, successors?: Successors): { start: AnchoredEnd | null; end: AnchoredEnd | null };
};

type Stretch = { section: Id; offset: number; text: Y.XmlText; index: number; length: number };

/** Maps a brief's text. The document is read when an end is looked for, so keep it until then. */
export function mapText(doc: Y.Doc): TextMap {
  const origins: TextOrigins = new Map();
  const sections = sectionsOf(doc, origins).map((section) => ({
    ...section,
    blocks: withEvenTables(section.blocks)
  }));
  const words = new Map<Id, string>();
  const stretches = new Map<Id, Stretch[]>();
  const byText = new Map<Y.XmlText, Stretch[]>();
  for (const { id, blocks } of sections) {
    // Two sections of one id come from edits at the same time and are soon one again; until then the first counts.
    if (words.has(id)) continue;
    const found: Stretch[] = [];
    let said = '';
    for (const { block, text } of textPieces(blocks)) {
      const origin = block && origins.get(block);
      if (origin) found.push({ section: id, offset: said.length, ...origin, length: text.length });
      said += text;
    }
    words.set(id, said);
    stretches.set(id, found);
    for (const one of found) {
      const known = byText.get(one.text);
      if (known) known.push(one);
      else byText.set(one.text, [one]);
    }
  }
  const place = (text: Y.AbstractType<unknown>, index: number): Omit<AnchoredEnd, 'isAlive'> | null => {
    const all = byText.get(text as Y.XmlText);
    const at = all?.find((one) => index >= one.index && index <= one.index + one.length);
    return at ? { section: at.section, offset: at.offset + index - at.index } : null;
  };
  return {
    sections,
    wordsOf: (section) => words.get(section),
    anchor: ({ section, from, to }) => anchorIn(stretches.get(section) ?? [], from, to),
    locate: ({ start, end }, successors = () => []) => ({
      start: endOf(doc, start, successors, place),
      end: endOf(doc, end, successors, place)
    })
  };
}

function anchorIn(stretches: readonly Stretch[], from: number, to: number): TextAnchor | null {
  // Ends of lines are no characters of the document: the ends move to the nearest words inside.
  const first = stretches.find(({ offset, length }) => offset + length > from && offset < to);
  const last = stretches.findLast(({ offset, length }) => offset < to && offset + length > from);
  if (!first || !last || from < 0) return null;
  const begin = first.index + Math.max(0, from - first.offset);
  const end = last.index + Math.min(last.length, to - last.offset);
  return {
    start: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(first.text, begin, 0)),
    end: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(last.text, end, -1))
  };
}

const HOPS = 64;

function endOf(
  doc: Y.Doc,
  encoded: Uint8Array,
  successors: Successors,
  place: (text: Y.AbstractType<unknown>, index: number) => Omit<AnchoredEnd, 'isAlive'> | null
): AnchoredEnd | null {
  let position: Y.RelativePosition;
  try {
    position = Y.decodeRelativePosition(encoded);
  } catch {
    return null;
  }
  if (!position.item) return null;
  const { item, assoc } = position;
  const own = standing(doc, item, assoc);
  const near = own && place(own.text, own.index);
  if (own?.isAlive && near) return { ...near, isAlive: true };
  const next = [...successors(item.client, item.clock)];
  for (let hops = 0; hops < next.length && hops < HOPS; hops++) {
    const { client, clock } = next[hops]!;
    const there = standing(doc, Y.createID(client, clock), assoc);
    const at = there?.isAlive ? place(there.text, there.index) : null;
    if (at) return { ...at, isAlive: true };
    next.push(...successors(client, clock));
  }
  return near ? { ...near, isAlive: false } : null;
}

/**
 * Where a character stands, or stood, in its text. Nothing of what replicas may know differently plays a part: how much they
 * have forgotten of what is deleted, or who undid what.
 */
function standing(
  doc: Y.Doc,
  id: Y.ID,
  assoc: number
): { text: Y.AbstractType<unknown>; index: number; isAlive: boolean } | null {
  if (Y.getState(doc.store, id.client) <= id.clock) return null;
  const item: unknown = Y.getItem(doc.store, id);
  if (!(item instanceof Y.Item)) return null;
  const text = item.parent as Y.AbstractType<unknown>;
  if (text._item?.deleted) return null;
  const isAlive = !item.deleted && item.countable;
  let index = isAlive ? id.clock - item.id.clock + (assoc >= 0 ? 0 : 1) : 0;
  for (let left = item.left; left; left = left.left) {
    if (!left.deleted && left.countable) index += left.length;
  }
  return { text, index, isAlive };
}
