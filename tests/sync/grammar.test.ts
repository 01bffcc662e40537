import { getSchema, Node } from '@tiptap/core';
import { initProseMirrorDoc } from 'y-prosemirror';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { briefText, markRules, nodeRules } from '#lib/briefs/document.ts';
import { blocksAndMarks } from '#lib/briefs/editor/nodes.ts';
import { Section } from '#lib/briefs/editor/section.ts';
import { newId } from '#lib/kernel/index.ts';
import { defaultLimits } from '#lib/sync/limits.server.ts';
import { newDocument } from '#lib/sync/loadDocument.server.ts';
import { createReplica, type Author } from '#lib/sync/replica.server.ts';
import { forge } from './support/attacks.ts';
import { createRandom, type Random } from './support/random.ts';
import { section } from './support/world.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1e9);
const schema = getSchema([
  Node.create({ name: 'doc', topNode: true, content: 'section*' }),
  Section,
  ...blocksAndMarks((text) => text)
]);

test(`R4 opening the editor changes no word of what the server accepts (seed ${seed})`, () => {
  const random = createRandom(seed);
  const tally = { taken: 0, refused: 0, words: 0 };
  for (let round = 0; round < 60; round++) {
    let state = section();
    for (let step = 0; step < 25; step++) {
      const doc = newDocument(briefText);
      Y.applyUpdate(doc, state);
      const owners = new Map<number, Author>();
      const replica = createReplica({ doc, owners, kind: briefText, limits: defaultLimits });
      const offered = replica.offer(
        'eve',
        forge(doc, 100 + step, (copy) => change(copy, random))
      );
      if (offered.outcome === 'taken') state = Y.encodeStateAsUpdate(doc);
      tally[offered.outcome === 'taken' ? 'taken' : 'refused']++;
      doc.destroy();
    }
    const before = wordsAfter(state, () => undefined);
    expect(wordsAfter(state, (text) => void initProseMirrorDoc(text, schema))).toEqual(before);
    tally.words += before.length;
  }
  expect(tally.taken).toBeGreaterThan(100);
  expect(tally.refused).toBeGreaterThan(100);
  expect(tally.words).toBeGreaterThan(50);
  console.log(`grammar: ${JSON.stringify(tally)}`);
});

// What is written, with its marks and the names of the elements it stands in.
function wordsAfter(state: Uint8Array, open: (text: Y.XmlFragment) => void): string[] {
  const doc = newDocument(briefText);
  Y.applyUpdate(doc, state);
  const text = doc.getXmlFragment('text');
  open(text);
  const words: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (node instanceof Y.XmlText && node.length > 0) words.push(`${path} ${JSON.stringify(node.toDelta())}`);
    if (node instanceof Y.XmlElement)
      for (const child of node.toArray()) walk(child, `${path}/${node.nodeName}`);
  };
  for (const node of text.toArray()) walk(node, '');
  doc.destroy();
  return words;
}

// Anything the grammar names, anywhere, right or wrong.
function change(doc: Y.Doc, random: Random): void {
  const nodes: Y.XmlFragment[] = [doc.getXmlFragment('text')];
  const texts: Y.XmlText[] = [];
  for (const node of nodes)
    for (const child of node.toArray())
      if (child instanceof Y.XmlElement) nodes.push(child);
      else if (child instanceof Y.XmlText) texts.push(child);
  const holder = random.pick(nodes);
  const at = random.int(holder.length + 1);
  const text = texts.length > 0 && random.chance(0.5) ? random.pick(texts) : null;
  const marks = {
    [random.pick([...Object.keys(markRules), 'blink'])]: random.pick([{}, { href: 'https://example.org' }, 1])
  };
  if (text && random.chance(0.3)) return text.format(0, text.length, marks);
  if (text) return text.insert(random.int(text.length + 1), 'words ', random.chance(0.3) ? marks : {});
  if (random.chance(0.3)) return holder.insert(at, [new Y.XmlText('more words') as never]);
  const element = new Y.XmlElement(random.pick(Object.keys(nodeRules)));
  if (element.nodeName === 'section') {
    element.setAttribute('id', newId());
    element.setAttribute('lang', 'en');
  }
  if (random.chance(0.6)) {
    const inner = new Y.XmlElement('paragraph');
    inner.insert(0, [new Y.XmlText('inside')]);
    element.insert(0, [random.chance(0.5) ? inner : new Y.XmlText('inside')]);
  }
  holder.insert(at, [element as never]);
}
