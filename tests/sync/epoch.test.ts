import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { editorOf, openRaw, openStock } from './support/socket.ts';
import { createWorld, section, textOf, until, writeParagraph, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.problems).toEqual([]);
});

test('E1 a new epoch closes the sockets of the old one for good and starts from the given state', async () => {
  const ref = await world.createBrief();
  const ada = openStock(world, ref, 'ada');
  await ada.synced();
  writeParagraph(ada.doc, 'a name that must go');
  await until('stored', async () => textOf((await world.sync.read(ref.id)).doc).includes('must go'));
  const next = await world.write((unit) => world.sync.startEpoch(unit, ref.id, section()));
  expect(next.epoch).toBe(2);
  await until('closed for good', () => ada.closed === 4409);
  expect(textOf((await world.sync.read(ref.id)).doc)).not.toContain('must go');
  const late = openStock(world, ref, 'bao');
  await until('the old name stays closed', () => late.closed === 4409);
  const bao = openStock(world, next, 'bao');
  await bao.synced();
  writeParagraph(bao.doc, 'new');
  await until('stored', async () => textOf((await world.sync.read(ref.id)).doc).includes('new'));
  for (const client of [ada, late, bao]) client.end();
});

test('E2 a frame that crosses with the new epoch is not stored in it and not acknowledged', async () => {
  const ref = await world.createBrief();
  for (let round = 0; round < 10; round++) {
    const current = await world.sync.current(ref.id);
    const ada = await openRaw(world, current, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    const raised = world.write((unit) => world.sync.startEpoch(unit, ref.id, section()));
    ada.sendUpdate(edit((doc) => writeParagraph(doc, `crossing ${round}`)));
    await raised;
    await until('closed', () => ada.closed?.code === 4409);
    const kept = textOf((await world.sync.read(ref.id)).doc);
    expect(kept).not.toContain('crossing');
  }
});

test('E3 an epoch that does not exist yet is unknown', async () => {
  const ref = await world.createBrief();
  const raw = await openRaw(world, { ...ref, epoch: 2 }, { who: 'ada' });
  await until('unknown', () => raw.closed?.code === 4404);
});

test('E4 a rolled-back epoch leaves everybody where they are', async () => {
  const ref = await world.createBrief();
  const ada = await openRaw(world, ref, { who: 'ada', ack: true });
  const { edit } = await editorOf(ada);
  await world
    .write(async (unit) => {
      await world.sync.startEpoch(unit, ref.id, section());
      throw new Error('changed my mind');
    })
    .catch(() => undefined);
  ada.sendUpdate(edit((doc) => writeParagraph(doc, 'still here')));
  await until('saved', () => ada.acks.at(-1) === 1);
  expect((await world.sync.current(ref.id)).epoch).toBe(1);
  expect(Y.encodeStateVector((await world.sync.read(ref.id)).doc).length).toBeGreaterThan(1);
  ada.end();
});
