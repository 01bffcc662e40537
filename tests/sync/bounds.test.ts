import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { syncFrame } from '#lib/sync/frame.server.ts';
import { forge } from './support/attacks.ts';
import { manyClients } from './support/costly.ts';
import { editorOf, openRaw } from './support/socket.ts';
import { createWorld, until, writeParagraph } from './support/world.ts';

test('R10 a full document can be read and come back to, and takes deletions only', async () => {
  const small = await createWorld({ limits: { documentBytes: 50_000 } });
  const there = await small.createBrief();
  const ada = await openRaw(small, there, { who: 'ada', ack: true });
  const { edit } = await editorOf(ada);
  ada.sendUpdate(edit((doc) => writeParagraph(doc, 'x'.repeat(60_000))));
  await until('saved', () => ada.acks.at(-1) === 1);
  // Long enough that the length of a frame says nothing about what it brings.
  ada.sendUpdate(
    edit((doc) => {
      const words = lastText(doc);
      for (let i = 0; i < 60; i++) words.delete(i * 3, 1);
    })
  );
  await until('deleted', () => ada.acks.at(-1) === 2);
  const bao = await openRaw(small, there, { who: 'bao', ack: true });
  const full = await bao.text();
  const nothingNew = Y.encodeStateAsUpdate(full, Y.encodeStateVector(full));
  expect(nothingNew.length).toBeGreaterThan(100);
  bao.sendUpdate(nothingNew, 'step2');
  await until('welcome back', () => bao.acks.at(-1) === 1);
  bao.sendUpdate(forge(full, 88, (doc) => lastText(doc).insert(0, 'y')));
  await until('refused, however small', () => bao.closed?.code === 4413);
  const eve = await openRaw(small, there, { who: 'eve' });
  eve.sendUpdate(forge(await eve.text(), 77, (doc) => writeParagraph(doc, 'y'.repeat(500))));
  await until('refused', () => eve.closed?.code === 4413);
  ada.sendUpdate(edit((doc) => (doc.getXmlFragment('text').get(0) as Y.XmlElement).delete(1, 1)));
  ada.sendUpdate(edit((doc) => writeParagraph(doc, 'room again '.repeat(20))));
  await until('room again', () => ada.acks.at(-1) === 4);
  ada.end();
  await small.close();
});

describe('R12 client ids are few', () => {
  test('one frame cannot fill everybody’s state vector', async () => {
    const world = await createWorld();
    const ref = await world.createBrief();
    const eve = await openRaw(world, ref, { who: 'eve', ack: true });
    const section = (await eve.text()).getXmlFragment('text').get(0) as Y.XmlElement;
    eve.sendUpdate(manyClients(2 ** 31, 5000, (section.get(0) as Y.XmlElement)._item!.id));
    await until('closed', () => eve.closed?.code === 4413);
    expect(Y.encodeStateVector((await world.sync.read(ref.id)).doc).length).toBeLessThan(20);
    await world.close();
  });

  test('nor can many frames: a person has so many in an hour, over all documents', async () => {
    const small = await createWorld({ limits: { idsPerHour: 3 } });
    const [one, other] = [await small.createBrief(), await small.createBrief()];
    const mine = await openRaw(small, one, { who: 'eve', ack: true });
    const base = await mine.text();
    const write = (client: number) => forge(base, client, (doc) => writeParagraph(doc, 'a'));
    for (const client of [71, 72, 73, 73]) mine.sendUpdate(write(client));
    await until('three ids', () => mine.acks.at(-1) === 4);
    const elsewhere = await openRaw(small, other, { who: 'eve', ack: true });
    elsewhere.sendUpdate(forge(await elsewhere.text(), 74, (doc) => writeParagraph(doc, 'a')));
    await until('not a fourth', () => elsewhere.closed?.code === 4413);
    const ada = await openRaw(small, one, { who: 'ada', ack: true });
    ada.sendUpdate(write(75));
    await until('others may', () => ada.acks.at(-1) === 1);
    await small.close();
  });

  test('a state vector as long as the document’s own is never too long', async () => {
    const small = await createWorld({ limits: { stateVectorBytes: 20 } });
    const there = await small.createBrief();
    const ada = await openRaw(small, there, { who: 'ada', ack: true });
    const base = await ada.text();
    for (let i = 0; i < 10; i++) ada.sendUpdate(forge(base, 2 ** 31 + i, (doc) => writeParagraph(doc, 'a')));
    await until('saved', () => ada.acks.at(-1) === 10);
    const vector = Y.encodeStateVector(await ada.text());
    expect(vector.length).toBeGreaterThan(50);
    ada.send(syncFrame('step1', vector));
    await ada.text();
    expect(ada.closed).toBeNull();
    ada.send(syncFrame('step1', new Uint8Array(200)));
    await until('longer ones are', () => ada.closed?.code === 4413);
    await small.close();
  });
});

function lastText(doc: Y.Doc): Y.XmlText {
  const section = doc.getXmlFragment('text').get(0) as Y.XmlElement;
  return (section.get(section.length - 1) as Y.XmlElement).get(0) as Y.XmlText;
}
