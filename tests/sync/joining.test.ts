import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openRaw, openStock } from './support/socket.ts';
import { createWorld, nameOf, section, textOf, until, writeParagraph, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.problems).toEqual([]);
});

test('J1 two stock clients with tokens join, write and converge', async () => {
  const ref = await world.createBrief();
  const [ada, bao] = [openStock(world, ref, 'ada'), openStock(world, ref, 'bao')];
  await ada.synced();
  await bao.synced();
  expect(textOf(ada.doc)).toContain('<paragraph>');
  writeParagraph(ada.doc, 'The river rises at night.');
  writeParagraph(bao.doc, '夜裡河水上漲。');
  await until('both see both', () =>
    [ada, bao].every(({ doc }) => /night.*上漲|上漲.*night/.test(textOf(doc)))
  );
  expect(textOf(ada.doc)).toBe(textOf(bao.doc));
  const stored = await world.sync.read(ref.id);
  expect(textOf(stored.doc)).toBe(textOf(ada.doc));
  ada.end();
  bao.end();
});

test('J2 the whole document is there when the server says it is, also after everybody left', async () => {
  const ref = await world.createBrief();
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  writeParagraph(ada.doc, 'Kept.');
  await until('stored', async () => textOf((await world.sync.read(ref.id)).doc).includes('Kept.'));
  ada.end();
  const raw = await openRaw(world, ref, { who: 'bao' });
  expect(textOf(await raw.text())).toContain('Kept.');
  raw.end();
});

test('J3 an own page needs no token, a foreign page needs one and its cookie is ignored', async () => {
  const ref = await world.createBrief();
  const own = await openRaw(world, ref, { headers: { origin: 'http://own.example', cookie: 'who=ada' } });
  expect(own.closed).toBeNull();
  await until('ada is present', () => world.sync.present(ref.id).length === 1);
  const foreign = await openRaw(world, ref, {
    headers: { origin: 'http://evil.example', cookie: 'who=ada' }
  });
  expect(foreign.closed?.code).toBe(1006);
  const withToken = await openRaw(world, ref, {
    who: 'bao',
    headers: { origin: 'http://evil.example', cookie: 'who=ada' }
  });
  expect(withToken.closed).toBeNull();
  await until('bao too', () => world.sync.present(ref.id).length === 2);
  own.end();
  withToken.end();
});

test('J4 a stock client stops trying when the document does not exist or is not theirs', async () => {
  const ref = await world.createBrief();
  world.levels.set('eve', 'none');
  const nowhere = openStock(world, { ...ref, id: 'x'.repeat(22) }, 'ada');
  const eve = openStock(world, ref, 'eve');
  await until('both are told for good', () => nowhere.closed === 4404 && eve.closed === 4404);
  expect(nowhere.provider.shouldConnect).toBe(false);
  nowhere.end();
  eve.end();
});

test('J5 wrong paths, methods and shapes are refused before the upgrade', async () => {
  for (const name of ['', 'nonsense', 'a.1', `${'x'.repeat(22)}.0`, `../${'x'.repeat(22)}.1`]) {
    const raw = await openRaw(world, name, { who: 'ada' });
    expect(raw.closed?.code, name).toBe(1006);
  }
});

test('J6 one document is loaded once for many who join at the same time', async () => {
  const ref = await world.createBrief();
  const raws = await Promise.all(Array.from({ length: 30 }, (_, i) => openRaw(world, ref, { who: `p${i}` })));
  const texts = await Promise.all(raws.map(async (raw) => textOf(await raw.text())));
  expect(new Set(texts).size).toBe(1);
  expect(world.sync.stats()).toMatchObject({ documents: 1, sockets: 30 });
  for (const raw of raws) raw.end();
});

test('J7 who joins while an edit is under way sees committed text only, then the edit', async () => {
  const ref = await world.createBrief();
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  for (let i = 0; i < 40; i++) {
    writeParagraph(ada.doc, `line ${i}`);
    const raw = await openRaw(world, ref, { who: 'bao' });
    const shown = await raw.text();
    const stored = (await world.sync.read(ref.id)).doc;
    // Whatever was shown was on disk by then.
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(shown)))
      expect(Y.getState(stored.store, client)).toBeGreaterThanOrEqual(clock);
    raw.end();
  }
  ada.end();
});

test('J8 the address, the name of the account and the number of handshakes are bounded', async () => {
  const small = await createWorld({ limits: { socketsPerPerson: 2, socketsPerAddress: 4 } });
  const ref = await small.createBrief();
  const raws = [await openRaw(small, ref, { who: 'ada' }), await openRaw(small, ref, { who: 'ada' })];
  const third = await openRaw(small, ref, { who: 'ada' });
  await until('the third is refused for good', () => third.closed?.code === 4429);
  raws.push(await openRaw(small, nameOf(ref), { who: 'b' }), await openRaw(small, ref, { who: 'c' }));
  const fifth = await openRaw(small, ref, { who: 'd' });
  expect(fifth.closed?.code).toBe(1006);
  for (const raw of raws) raw.end();
  await small.close();
});

test('J8 behind a proxy the address it vouches for is counted, not the proxy’s', async () => {
  const small = await createWorld({ limits: { socketsPerAddress: 1 } });
  const ref = await small.createBrief();
  const from = (address: string) => openRaw(small, ref, { headers: { 'x-groundwork-address': address } });
  const raws = [await from('198.51.100.1'), await from('198.51.100.2'), await from('198.51.100.1')];
  expect(raws.map((raw) => raw.closed?.code)).toEqual([undefined, undefined, 1006]);
  for (const raw of raws) raw.end();
  await small.close();
});

test('J9 who is refused for forged frames again and again waits, for that document', async () => {
  const strict = await createWorld({ limits: { strikes: 2, strikeMs: 400 } });
  const [ref, other] = [await strict.createBrief(), await strict.createBrief()];
  const openAs = (who: string, there = ref) => openRaw(strict, there, { who });
  const forge = async () => {
    const eve = await openAs('eve');
    eve.send(new Uint8Array([0, 2, 2, 9, 9]));
    await until('refused', () => eve.closed?.code === 4400);
  };
  await forge();
  const once = await openAs('eve');
  await once.text();
  once.end();
  await forge();
  const barred = await openAs('eve');
  await until('has to wait', () => barred.closed?.code === 4429);
  for (const raw of [await openAs('ada'), await openAs('eve', other)]) {
    await raw.text();
    expect(raw.closed).toBeNull();
    raw.end();
  }
  await until('let in again', async () => {
    const eve = await openAs('eve');
    const isIn = await Promise.race([
      eve.text().then(() => true),
      until('or not', () => eve.closed !== null).then(() => false)
    ]);
    eve.end();
    return isIn;
  });
  await strict.close();
});

test('J10 a document opened for somebody who was then not let in is let go again', async () => {
  const brief = await createWorld({ limits: { lingerMs: 20 } });
  const ref = await brief.createBrief();
  brief.hooks.rights = async () => {
    delete brief.hooks.rights;
    await brief.write((unit) => brief.sync.startEpoch(unit, ref.id, section()));
  };
  const late = await openRaw(brief, ref, { who: 'ada' });
  await until('told to try again', () => late.closed?.code === 1013);
  await until('let go', () => brief.sync.stats().documents === 0);
  await brief.close();
});
