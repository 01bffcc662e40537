import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, Problem, systemClock, type Notice } from '#lib/kernel/index.ts';
import { kysely } from '#db/rows.server.ts';
import { compact } from '#lib/sync/compaction.server.ts';
import { briefText } from '#lib/briefs/document.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { forge, hostileContent } from './support/attacks.ts';
import { editorOf, openRaw, openStock } from './support/socket.ts';
import { accountOf, createWorld, textOf, until, writeParagraph, type World } from './support/world.ts';

let world: World;
let ref: DocumentRef;
beforeEach(async () => {
  world = await createWorld({ limits: { lingerMs: 20, snapshotRows: 20 } });
  ref = await world.createBrief();
});
afterEach(async () => {
  await world.close();
});

const stored = async () => textOf((await world.sync.read(ref.id)).doc);

test('D1 the template belongs to the system and a document begins at sequence 1', async () => {
  expect(await world.sync.history(ref.id)).toEqual([
    expect.objectContaining({ seq: 1, author: 'system', affiliation: null })
  ]);
  await expect(world.sync.current(newId())).rejects.toMatchObject({ code: 'not_found' });
});

test('D2 an edit by HTTP goes the same way: checked, stored as its author’s, shown to who is here', async () => {
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  const { doc } = await world.sync.read(ref.id);
  const update = forge(doc, 900, (doc) => writeParagraph(doc, 'by HTTP'));
  const author = accountOf('bao');
  const { seq } = await world.sync.append(ref.id, { author, affiliation: { sector: 'business' }, update });
  await until('ada sees it', () => textOf(ada.doc).includes('by HTTP'));
  expect((await world.sync.history(ref.id)).at(-1)).toMatchObject({
    seq,
    author,
    affiliation: { sector: 'business' }
  });
  for (const work of Object.values(hostileContent))
    await expect(
      world.sync.append(ref.id, { author, affiliation: null, update: forge(doc, 901, work) })
    ).rejects.toMatchObject({ code: 'invalid_input' });
  ada.end();
});

test('D3 history of several authors is seeded inside the caller’s transaction and reaches open sockets', async () => {
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  const { doc } = await world.sync.read(ref.id);
  const updates = ['first', 'second', 'third'].map((text, i) => {
    const update = forge(doc, 700 + i, (doc) => writeParagraph(doc, text));
    Y.applyUpdate(doc, update);
    return { author: accountOf(text), affiliation: { text }, update, at: 1000 + i };
  });
  await world.write((unit) => world.sync.appendHistory(unit, ref.id, updates));
  await until('ada sees them', () => textOf(ada.doc).includes('third'));
  expect((await world.sync.history(ref.id, { after: 1 })).map((row) => [row.author, row.at])).toEqual(
    updates.map((row) => [row.author, row.at])
  );
  writeParagraph(ada.doc, 'and on');
  await until('stored', async () => (await stored()).includes('and on'));
  const forged = forge(doc, 700, (doc) => writeParagraph(doc, 'forged'));
  await expect(
    world.write((unit) =>
      world.sync.appendHistory(unit, ref.id, [
        { author: accountOf('eve'), affiliation: null, update: forged, at: 1 }
      ])
    )
  ).rejects.toBeInstanceOf(Problem);
  ada.end();
});

test('D4 writes of others between ours are adopted and relayed; all replicas end equal', async () => {
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  for (let i = 0; i < 30; i++) {
    const base = (await world.sync.read(ref.id)).doc;
    const update = forge(base, 5000 + i, (doc) => writeParagraph(doc, `seed ${i}`));
    writeParagraph(ada.doc, `typed ${i}`);
    await world.write((unit) =>
      world.sync.appendHistory(unit, ref.id, [{ author: accountOf('bao'), affiliation: null, update, at: i }])
    );
  }
  await until(
    'equal',
    async () => (await stored()) === textOf(ada.doc) && textOf(ada.doc).includes('seed 29')
  );
  const rows = await world.sync.history(ref.id, { limit: 1000 });
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_row, i) => i + 1));
  ada.end();
});

test('D5 a notice with the sequence follows every commit', async () => {
  const heard: Notice[] = [];
  world.notices.subscribe((notice) => void heard.push(notice));
  const ada = await openRaw(world, ref, { who: 'ada', ack: true });
  const { edit } = await editorOf(ada);
  ada.sendUpdate(edit((doc) => writeParagraph(doc, 'x')));
  await until('acknowledged', () => ada.acks.length === 1);
  expect(heard).toContainEqual({ kind: 'document', document: ref.id, seq: 2 });
  ada.end();
});

test('D6 a document leaves memory after the last socket, with a snapshot once its log is long', async () => {
  const ada = await openRaw(world, ref, { who: 'ada', ack: true });
  const { doc, edit } = await editorOf(ada);
  for (let i = 1; i <= 40; i++) {
    ada.sendUpdate(edit((doc) => writeParagraph(doc, `${i}`)));
    await until('saved', () => ada.acks.at(-1) === i);
  }
  ada.end();
  await until('left', () => world.sync.stats().documents === 0);
  const snapshots = () =>
    kysely(world.connections.reader).selectFrom('document_snapshot').select('seq').execute();
  await until('snapshot', async () => (await snapshots()).length > 0);
  expect(await stored()).toBe(textOf(doc));
});

test('D7 compaction keeps the text and every author’s part, and joins only runs of one author', async () => {
  const doc = (await world.sync.read(ref.id)).doc;
  const people = ['a', 'a', 'a', 'b', 'a', 'a', 'c'];
  for (const [i, who] of people.entries()) {
    const update = forge(doc, 60 + who.charCodeAt(0), (doc) => writeParagraph(doc, `${who}${i}`));
    Y.applyUpdate(doc, update);
    await world.sync.append(ref.id, { author: accountOf(who), affiliation: { who }, update });
  }
  const { reader: read } = world.connections;
  await compact({ read, write: world.write, clock: systemClock, kindOf: () => briefText, id: ref.id });
  expect((await world.sync.history(ref.id)).map((row) => row.author)).toEqual([
    'system',
    ...['a', 'b', 'a', 'c'].map(accountOf)
  ]);
  expect(await stored()).toBe(textOf(doc));
  await kysely(world.connections.reader)
    .selectFrom('document_snapshot')
    .select('seq')
    .executeTakeFirstOrThrow();
  await world.connections.writer
    .updateTable('document_snapshot')
    .set({ state: Buffer.from([1, 2, 3]) })
    .execute();
  expect(await stored(), 'a damaged snapshot is passed over').toBe(textOf(doc));
});

test('D8 a damaged log is never shown as an empty document, and stays retryable', async () => {
  await world.connections.writer
    .updateTable('document_update')
    .set({ update: Buffer.from([9, 9, 9]) })
    .where('document_id', '=', ref.id)
    .execute();
  const other = await world.createBrief();
  const raw = await openRaw(world, ref, { who: 'ada' });
  await until('closed, to be tried again', () => raw.closed?.code === 1011);
  await expect(world.sync.read(ref.id)).rejects.toThrow('cannot be read');
  const fine = await openRaw(world, other, { who: 'ada' });
  expect(textOf(await fine.text())).toContain('section');
  expect(world.problems.length).toBeGreaterThan(0);
  fine.end();
});

test('D9 a row missing from the middle is noticed', async () => {
  const doc = (await world.sync.read(ref.id)).doc;
  for (let i = 0; i < 3; i++) {
    const update = forge(doc, 60, (doc) => writeParagraph(doc, `${i}`));
    Y.applyUpdate(doc, update);
    await world.sync.append(ref.id, { author: accountOf('a'), affiliation: null, update });
  }
  await until('left', () => world.sync.stats().documents === 0);
  await world.connections.writer.deleteFrom('document_update').where('seq', '=', 3).execute();
  await expect(world.sync.read(ref.id)).rejects.toThrow('cannot be read');
});

test('D10 reading gives a copy: what is done to it changes nothing', async () => {
  const before = await stored();
  const { doc } = await world.sync.read(ref.id);
  doc.getXmlFragment('text').delete(0, 1);
  expect(await stored()).toBe(before);
});

test('D11 200 leave-and-join cycles lose nothing', { timeout: 90_000 }, async () => {
  const doc = (await world.sync.read(ref.id)).doc;
  for (let i = 0; i < 200; i++) {
    const raw = await openRaw(world, ref, { who: 'ada', ack: true });
    const update = forge(doc, 61, (doc) => writeParagraph(doc, `cycle ${i}`));
    Y.applyUpdate(doc, update);
    raw.sendUpdate(update);
    await until('saved', () => raw.acks.at(-1) === 1);
    raw.end();
  }
  expect(await stored()).toBe(textOf(doc));
});
