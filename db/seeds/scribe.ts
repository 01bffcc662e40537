import * as Y from 'yjs';
import { elementsFrom, fillText, TEXT_ROOT, type Block } from '#lib/briefs/index.server.ts';
import { newId, type Language } from '#lib/kernel/index.ts';
import type { Turn } from './story.ts';

/** One edit as its author's editor would have sent it. */
export type Stroke = { who: string; at: number; update: Uint8Array };

const BETWEEN_BLOCKS = 70_000;

/**
 * Plays turns into a copy of a document, each person under a client id of their own, and returns what each of them
 * would have sent. Turns are played in the order of their times.
 * @throws Error when a turn names a section or words that are not there
 */
export function play(doc: Y.Doc, turns: readonly Turn[]): Stroke[] {
  const clients = new Map<string, number>();
  const strokes: Stroke[] = [];
  let author = { who: '', at: 0 };
  doc.on('update', (update: Uint8Array) => strokes.push({ ...author, update }));
  for (const turn of [...turns].sort((a, b) => a.at - b.at)) {
    const client = clients.get(turn.who) ?? randomClient(clients);
    clients.set(turn.who, client);
    doc.clientID = client;
    const steps = stepsOf(doc, turn);
    steps.forEach((step, index) => {
      author = { who: turn.who, at: turn.at + index * BETWEEN_BLOCKS };
      doc.transact(step);
    });
  }
  return strokes.sort((a, b) => a.at - b.at);
}

function stepsOf(doc: Y.Doc, { section: key, lang, does }: Turn): (() => void)[] {
  const root = doc.getXmlFragment(TEXT_ROOT);
  const place = () => findSection(root, key, lang) ?? addTranslation(root, key, lang);
  if (does.kind === 'replace') return [() => replace(place(), does.from, does.to)];
  return does.blocks.map((block) => () => append(place(), block));
}

function findSection(root: Y.XmlFragment, key: string, lang: Language): Y.XmlElement | undefined {
  return root
    .toArray()
    .find(
      (node): node is Y.XmlElement =>
        node instanceof Y.XmlElement && node.getAttribute('key') === key && node.getAttribute('lang') === lang
    );
}

function addTranslation(root: Y.XmlFragment, key: string, lang: Language): Y.XmlElement {
  const index = root
    .toArray()
    .findIndex((node) => node instanceof Y.XmlElement && node.getAttribute('key') === key);
  const original = root.get(index);
  if (!(original instanceof Y.XmlElement))
    throw new Error(`The sample writes in a section that is not there: ${key}`);
  const section = new Y.XmlElement('section');
  for (const [name, value] of Object.entries({ id: newId(), key, lang, of: original.getAttribute('id')! })) {
    section.setAttribute(name, value);
  }
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText()]);
  section.insert(0, [paragraph]);
  root.insert(index + 1, [section]);
  return section;
}

// As the editor does: the first words go into the empty paragraph that is already there.
function append(section: Y.XmlElement, block: Block): void {
  const only = section.length === 1 ? section.get(0) : null;
  const blank = only instanceof Y.XmlElement && only.nodeName === 'paragraph' && isBlank(only) ? only : null;
  if (blank && block.type === 'paragraph') {
    blank.delete(0, blank.length);
    return fillText(blank, block.content ?? []);
  }
  if (blank) section.delete(0, 1);
  section.insert(section.length, elementsFrom([block]));
}

function isBlank(paragraph: Y.XmlElement): boolean {
  return paragraph.toArray().every((child) => child instanceof Y.XmlText && child.length === 0);
}

function replace(section: Y.XmlElement, from: string, to: string): void {
  for (const text of textsIn(section)) {
    const plain = text
      .toDelta()
      .map((piece: { insert: string }) => piece.insert)
      .join('');
    const index = plain.indexOf(from);
    if (index < 0) continue;
    text.delete(index, from.length);
    return text.insert(index, to);
  }
  throw new Error(`The sample changes words that are not there: ${from}`);
}

function textsIn(node: Y.XmlElement): Y.XmlText[] {
  return node
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []
    );
}

function randomClient(taken: ReadonlyMap<string, number>): number {
  for (;;) {
    const [client = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (client > 1000 && ![...taken.values()].includes(client)) return client;
  }
}
