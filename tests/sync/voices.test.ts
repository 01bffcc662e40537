import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { compact } from '#lib/sync/compaction.server.ts';
import { anonymous } from '#lib/access/index.ts';
import { briefText, plainText } from '#lib/briefs/document.ts';
import { voicesRoom } from '#lib/voices/index.server.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { letterByLetter, textsIn } from './support/letters.ts';
import { createRandom, type Random } from './support/random.ts';
import { openStock } from './support/socket.ts';
import { accountOf, createWorld, until, type World } from './support/world.ts';

const people = ['ada', 'bao', 'chen', 'dana', 'eve'] as const;
type Person = (typeof people)[number];
type Pen = { who: Person; doc: Y.Doc; random: Random };
// Everybody writes with letters of their own: whatever becomes of a letter, it says who wrote it first.
const letters: Record<Person, string> = {
  ada: 'abcd',
  bao: '問題水火',
  chen: 'efgh',
  dana: '居民鄰里',
  eve: 'ijkl'
};

let world: World;
let ref: DocumentRef;
beforeEach(async () => {
  world = await createWorld({ limits: { lingerMs: 20, framesPerSecond: 10_000, frameBurst: 10_000 } });
  ref = await world.createBrief();
});
afterEach(() => world.close());

const ownerOf = (letter: string) => accountOf(people.find((who) => letters[who].includes(letter))!);

async function misattributed(): Promise<{ letters: number; wrong: { letter: string; author: string }[] }> {
  const all = await letterByLetter(world, ref.id);
  return { letters: all.length, wrong: all.filter(({ letter, author }) => author !== ownerOf(letter)) };
}

/** The same through the query pages use: every character with the name of whose it is. */
async function throughTheRoom(seq?: number): Promise<{ letters: number; wrong: string[] }> {
  const room = voicesRoom({
    sync: world.sync,
    briefs: { getBrief: async () => ({ textDocument: ref.id }) as never },
    activity: { heads: async () => new Map() },
    people: async () => new Map(people.map((who) => [accountOf(who), { name: who, account: accountOf(who) }]))
  });
  const { sections, stretches, speakers } = await room.voices(anonymous, ref.id, seq);
  const wrong: string[] = [];
  let count = 0;
  for (const { id, blocks } of sections) {
    const owners = new Map<number, string>();
    for (const { section, from, to, speaker } of stretches)
      if (section === id) for (let at = from; at < to; at++) owners.set(at, speakers[speaker]!.name);
    for (const [at, letter] of [...plainText(blocks)].entries()) {
      if (letter === '\n') continue;
      count++;
      if (!letters[owners.get(at) as Person]?.includes(letter)) wrong.push(`${letter} ${owners.get(at)}`);
    }
  }
  return { letters: count, wrong };
}

type Act = (pen: Pen, blocks: Y.XmlElement) => void;

const section = (doc: Y.Doc) => doc.getXmlFragment('text').get(0) as Y.XmlElement;
const leaves = (doc: Y.Doc) => textsIn(section(doc)).filter((text) => text.parent instanceof Y.XmlElement);
const leafOf = (pen: Pen) => pen.random.pick(leaves(pen.doc));
const blockOf = (text: Y.XmlText) => text.parent as Y.XmlElement;
const placeOf = (node: Y.XmlElement) => (node.parent as Y.XmlElement).toArray().indexOf(node);

function element(name: string, ...content: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  made.insert(0, content);
  return made;
}

function say({ who, random }: Pen, length: number): string {
  return Array.from({ length }, () => random.pick([...letters[who]])).join('');
}

const insert: Act = (pen) => {
  const text = leafOf(pen);
  text.insert(pen.random.int(text.length + 1), say(pen, 1 + pen.random.int(12)));
};
const remove: Act = (pen) => {
  const text = leafOf(pen);
  const at = pen.random.int(text.length + 1);
  text.delete(at, Math.min(text.length - at, pen.random.int(6)));
};
/** As the editor's binding does it: the old block goes, another with the same words comes. */
function replace(text: Y.XmlText, made: (words: string) => Y.XmlElement[], at?: number): void {
  const block = blockOf(text);
  const parent = block.parent as Y.XmlElement;
  const place = placeOf(block);
  const words = (text.toJSON() as string) ?? '';
  parent.delete(place, 1);
  parent.insert(Math.min(at ?? place, parent.length), made(words));
}
const heading: Act = (pen) => replace(leafOf(pen), (words) => [element('heading', new Y.XmlText(words))]);
const list: Act = ({ doc, random }) => {
  const own = leaves(doc).filter((text) => blockOf(text).parent === section(doc));
  if (own.length === 0) return;
  replace(random.pick(own), (words) => [
    element('bulletList', element('listItem', element('paragraph', new Y.XmlText(words))))
  ]);
};
const split: Act = (pen) => {
  const text = leafOf(pen);
  const at = pen.random.int(text.length + 1);
  const tail = ((text.toJSON() as string) ?? '').slice(at);
  text.delete(at, text.length - at);
  const block = blockOf(text);
  (block.parent as Y.XmlElement).insert(placeOf(block) + 1, [element('paragraph', new Y.XmlText(tail))]);
};
const move: Act = ({ doc, random }) => {
  const own = leaves(doc).filter((text) => blockOf(text).parent === section(doc));
  if (own.length < 2) return;
  replace(
    random.pick(own),
    (words) => [element('paragraph', new Y.XmlText(words))],
    random.int(section(doc).length)
  );
};

test('V1 every letter stays with who wrote it, through structural edits at once and compaction', async () => {
  const pens = people.map((who, i) => {
    const client = openStock(world, ref, who);
    return { who, client, doc: client.doc, random: createRandom(7 + i) };
  });
  for (const { client } of pens) await client.synced();
  pens[0]!.doc.transact(() => section(pens[0]!.doc).insert(0, [element('paragraph', new Y.XmlText('abab'))]));
  await until('all see it', () => pens.every(({ doc }) => leaves(doc).length > 0));
  let insertions = 0;
  for (let round = 0; round < 200; round++) {
    for (const pen of pens) {
      pen.doc.transact(() => insert(pen, section(pen.doc)));
      insertions++;
      const other = pen.random.int(12);
      const act = [remove, heading, list, split, move][other];
      if (act) pen.doc.transact(() => act(pen, section(pen.doc)));
    }
    // Now and then they hear of each other; in between they write at once.
    if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 4));
  }
  expect(insertions).toBe(1000);
  const [first, ...rest] = pens;
  await until(
    'all have the same',
    async () => {
      const { doc } = await world.sync.read(ref.id);
      const text = doc.getXmlFragment('text').toString();
      doc.destroy();
      return [first!, ...rest].every((pen) => pen.doc.getXmlFragment('text').toString() === text);
    },
    30_000
  );

  const before = await misattributed();
  expect(before.letters).toBeGreaterThan(1000);
  expect(before.wrong).toEqual([]);
  expect(await throughTheRoom()).toEqual({ letters: before.letters, wrong: [] });
  const { seq } = (await world.sync.history(ref.id, { before: 10_000, limit: 1 }))[0]!;
  expect((await throughTheRoom(Math.ceil(seq / 2))).wrong).toEqual([]);
  for (const { client } of pens) client.end();
  await compact({
    read: world.connections.reader,
    write: world.write,
    clock: () => Date.now(),
    kindOf: () => briefText,
    id: ref.id
  });
  expect(await misattributed()).toEqual({ letters: before.letters, wrong: [] });
  expect(await throughTheRoom()).toEqual({ letters: before.letters, wrong: [] });
}, 60_000);
