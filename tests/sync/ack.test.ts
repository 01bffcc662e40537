import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Problem } from '#lib/kernel/index.ts';
import { everyWire } from './support/line.ts';
import { editorOf, openRaw } from './support/socket.ts';
import { createWorld, textOf, until, writeParagraph, type World } from './support/world.ts';

describe.each(everyWire)('%s', (via) => {
  const open = async (options?: Parameters<typeof createWorld>[0]) =>
    Object.assign(await createWorld(options), { via });
  let world: World;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(async () => {
    world.breakStorage(null);
    await world.close();
  });

  test('A1 each update frame is counted once, after it can be read from disk', async () => {
    const ref = await world.createBrief();
    const ada = await openRaw(world, ref, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    for (let i = 1; i <= 20; i++) {
      ada.sendUpdate(edit((doc) => writeParagraph(doc, `edit ${i}.`)));
      await until(`ack ${i}`, () => ada.acks.at(-1) === i);
      expect(textOf((await world.sync.read(ref.id)).doc)).toContain(`edit ${i}.`);
    }
    ada.end();
  });

  test('A2 the count is cumulative: many frames at once end in one number, and it only grows', async () => {
    const ref = await world.createBrief();
    const ada = await openRaw(world, ref, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    for (let i = 0; i < 100; i++) ada.sendUpdate(edit((doc) => writeParagraph(doc, `${i}`)));
    await until('all acknowledged', () => ada.acks.at(-1) === 100);
    expect(ada.acks).toEqual([...ada.acks].sort((a, b) => a - b));
    expect(ada.acks.length).toBeLessThan(100);
    ada.end();
  });

  test('A3 deletions and frames that bring nothing new count too', async () => {
    const ref = await world.createBrief();
    const ada = await openRaw(world, ref, { who: 'ada', ack: true });
    const { doc, edit } = await editorOf(ada);
    const insert = edit((doc) => writeParagraph(doc, 'soon gone'));
    ada.sendUpdate(insert);
    ada.sendUpdate(insert);
    ada.sendUpdate(edit((doc) => (doc.getXmlFragment('text').get(0) as Y.XmlElement).delete(1, 1)));
    ada.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
    await until('four', () => ada.acks.at(-1) === 4);
    expect(textOf((await world.sync.read(ref.id)).doc)).not.toContain('soon gone');
    ada.end();
  });

  test('A4 who does not ask hears no acknowledgement', async () => {
    const ref = await world.createBrief();
    const ada = await openRaw(world, ref, { who: 'ada' });
    const { edit } = await editorOf(ada);
    ada.sendUpdate(edit((doc) => writeParagraph(doc, 'quiet')));
    await until('stored', async () => textOf((await world.sync.read(ref.id)).doc).includes('quiet'));
    await ada.text();
    expect(ada.acks).toEqual([]);
    ada.end();
  });

  test('S1 what cannot be stored is neither acknowledged nor relayed, and writing resumes by itself', async () => {
    const ref = await world.createBrief();
    const [ada, bao] = [
      await openRaw(world, ref, { who: 'ada', ack: true }),
      await openRaw(world, ref, { who: 'bao' })
    ];
    const reader = await openRaw(world, ref);
    const { doc, edit } = await editorOf(ada);
    world.breakStorage(Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' }));
    ada.sendUpdate(edit((doc) => writeParagraph(doc, 'not yet')));
    await until(
      'the writers are asked to try again',
      () => ada.closed?.code === 1013 && bao.closed?.code === 1013
    );
    expect(ada.acks).toEqual([]);
    expect(bao.updates).toEqual([]);
    expect(reader.updates).toEqual([]);
    const early = await openRaw(world, ref, { who: 'ada', ack: true });
    await until('still not', () => early.closed?.code === 1013);
    const visitor = await openRaw(world, ref);
    expect(textOf(await visitor.text())).not.toContain('not yet');
    world.breakStorage(null);
    let again = await openRaw(world, ref, { who: 'ada', ack: true });
    await until('writing resumes', async () => {
      if (again.closed) again = await openRaw(world, ref, { who: 'ada', ack: true });
      await new Promise((resolve) => setTimeout(resolve, 20));
      return again.closed === null;
    });
    again.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
    await until('acknowledged now', () => again.acks.at(-1) === 1);
    expect(textOf((await world.sync.read(ref.id)).doc)).toContain('not yet');
    for (const raw of [again, visitor, reader]) raw.end();
  });

  test('S1 a lock that another process holds too long costs one connection, not the right to write', async () => {
    const patient = await open({ limits: { probeMs: 600_000 } });
    const ref = await patient.createBrief();
    const ada = await openRaw(patient, ref, { who: 'ada', ack: true });
    const { doc, edit } = await editorOf(ada);
    patient.breakStorage(new Problem('storage_unavailable', [], 'SQLITE_BUSY'));
    ada.sendUpdate(edit((doc) => writeParagraph(doc, 'later')));
    await until('asked to try again', () => ada.closed?.code === 1013);
    patient.breakStorage(null);
    const again = await openRaw(patient, ref, { who: 'ada', ack: true });
    again.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
    await until('stored', () => again.acks.at(-1) === 1);
    again.end();
    await patient.close();
  });

  test('S2 draining stores what has arrived and says 1012', async () => {
    const ref = await world.createBrief();
    const ada = await openRaw(world, ref, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    for (let i = 0; i < 50; i++) ada.sendUpdate(edit((doc) => writeParagraph(doc, `${i}`)));
    await until('the first arrive', () => ada.acks.length > 0);
    await world.sync.drain();
    await until('told', () => ada.closed?.code === 1012);
    const late = await openRaw(world, ref, { who: 'ada' });
    expect(late.closed?.code).toBe(1006);
  });
});
