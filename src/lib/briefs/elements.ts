import * as Y from 'yjs';
import type { Block } from './blocks.ts';

const textBlocks = new Set<string>(['paragraph', 'heading', 'codeBlock']);

/**
 * Blocks as the document holds them, ready to be put into a section: as the editor would have written them, with a seat
 * for the first character in every empty text block. Blocks are taken as the grammar wants them; nothing is checked.
 */
export function elementsFrom(blocks: readonly Block[]): Y.XmlElement[] {
  return blocks.map(elementFrom);
}

/** Puts marked text and line breaks into an empty text block. */
export function fillText(element: Y.XmlElement, runs: readonly Block[]): void {
  element.insert(0, piecesOf(runs));
}

function elementFrom({ type, attrs = {}, content = [] }: Block): Y.XmlElement {
  const element = new Y.XmlElement(type);
  // Yjs types attribute values as strings; the editor stores numbers and booleans as such, and so must we.
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value as string);
  if (textBlocks.has(type)) fillText(element, content);
  else element.insert(0, elementsFrom(content));
  return element;
}

function piecesOf(runs: readonly Block[]): (Y.XmlElement | Y.XmlText)[] {
  const pieces: (Y.XmlElement | Block[])[] = [];
  for (const run of runs) {
    const last = pieces.at(-1);
    if (run.type !== 'text') pieces.push(new Y.XmlElement(run.type));
    else if (Array.isArray(last)) last.push(run);
    else pieces.push([run]);
  }
  if (pieces.length === 0) return [new Y.XmlText()];
  return pieces.map((piece) => (Array.isArray(piece) ? textFrom(piece) : piece));
}

function textFrom(runs: readonly Block[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    runs.map(({ text: insert = '', marks = [] }) => ({
      insert,
      attributes: Object.fromEntries(marks.map(({ type, attrs = {} }) => [type, attrs]))
    }))
  );
  return text;
}
