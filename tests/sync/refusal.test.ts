import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { WebSocket } from 'ws';
import { brokenDeleteSet, forge, hostileContent, run, selfOrigin, structBomb } from './support/attacks.ts';
import { editorOf, openRaw, type Raw } from './support/socket.ts';
import { createWorld, textOf, until, writeParagraph, type World } from './support/world.ts';
import { hold, toOffer } from '#lib/sync/held.server.ts';
import type { DocumentRef } from '#lib/sync/index.ts';

let world: World;
let ref: DocumentRef;
let victim: Raw;
let editor: Awaited<ReturnType<typeof editorOf>>;

beforeEach(async () => {
  world = await createWorld({ limits: { heldMs: 400, pingMs: 60_000 } });
  ref = await world.createBrief();
  victim = await openRaw(world, ref, { who: 'victim', ack: true });
  editor = await editorOf(victim);
  victim.sendUpdate(editor.edit((doc) => writeParagraph(doc, 'The victim wrote this.')));
  await until('the victim is saved', () => victim.acks.at(-1) === 1);
});
afterEach(async () => {
  await victimIsUnharmed();
  await world.close();
});

// Whatever was tried: nothing relayed, nothing stored, and the victim goes on writing.
async function victimIsUnharmed(): Promise<void> {
  expect(victim.closed).toBeNull();
  const before = victim.acks.at(-1)!;
  victim.sendUpdate(editor.edit((doc) => writeParagraph(doc, 'And goes on.')));
  await until('the victim is still saved', () => victim.acks.at(-1) === before + 1);
  for (const update of victim.updates) Y.applyUpdate(editor.doc, update);
  const stored = await world.sync.read(ref.id);
  expect(textOf(stored.doc)).toBe(textOf(editor.doc));
  expect(textOf(await victim.text())).toBe(textOf(editor.doc));
}

async function attack(update: Uint8Array, code: number): Promise<void> {
  const eve = await openRaw(world, ref, { who: 'eve', ack: true });
  eve.sendUpdate(update);
  await until(`closed with ${code}`, () => eve.closed !== null);
  expect(eve.closed!.code).toBe(code);
  expect(eve.acks).toEqual([]);
  expect(victim.updates).toEqual([]);
}

describe('R1 a frame that is not of this protocol closes its socket', () => {
  test.each([
    ['nothing', []],
    ['an unknown type', [7]],
    ['an acknowledgement', [100, 1]],
    ['an unknown step', [0, 9, 0]],
    ['a length lie', [0, 2, 255, 255, 255, 255, 15]],
    ['something after the message', [0, 2, 2, 0, 0, 0]]
  ])('%s', async (_name, bytes) => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    eve.send(Uint8Array.from(bytes));
    await until('closed', () => eve.closed?.code === 4400);
  });

  test('a text frame', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    eve.ws.send('hello');
    await until('closed', () => eve.closed?.code === 4400);
  });

  test('a broken WebSocket frame, with reserved bits', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    (eve.ws as unknown as { _socket: NodeJS.WritableStream })._socket.write(
      Buffer.from([0xf2, 0x80, 0, 0, 0, 0])
    );
    await until('closed', () => eve.closed?.code === 4400);
  });

  test('more than 2 MiB is too large, for good', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    eve.ws.send(Buffer.alloc(3 * 1024 * 1024));
    await until('closed', () => eve.closed?.code === 4413);
  });
});

describe('R2 an update that does not decode, or does not apply, changes nothing', () => {
  test('E1 seven bytes that declare 33 million structs', () => attack(structBomb(), 4400));
  test('E3 good structs with a broken delete set', () =>
    attack(brokenDeleteSet(forge(editor.doc, 77, (doc) => writeParagraph(doc, 'E3'))), 4400));
  test('E3 an item that is its own origin', () => attack(selfOrigin(77, 0), 4400));
  test('random bytes', () =>
    attack(
      Uint8Array.from({ length: 60 }, (_, i) => (i * 89) % 251),
      4400
    ));
});

describe('R3 nobody writes under a client id of somebody else', () => {
  test('E4 a second version of known content is passed over, the first stays', async () => {
    const eve = await openRaw(world, ref, { who: 'eve', ack: true });
    const client = editor.doc.clientID;
    eve.sendUpdate(run(client, 0, 'deleted', 3));
    await until('taken as known', () => eve.acks.at(-1) === 1);
    expect(victim.updates).toEqual([]);
    eve.end();
  });
  test('E5 a GC run under the victim’s id', () =>
    attack(run(editor.doc.clientID, Y.getState(editor.doc.store, editor.doc.clientID), 'gc', 50), 4422));
  test('new text under the victim’s id', () =>
    attack(
      forge(editor.doc, editor.doc.clientID, (doc) => writeParagraph(doc, 'forged')),
      4422
    ));
  test('the template’s id', () =>
    attack(
      forge(editor.doc, 0, (doc) => writeParagraph(doc, 'forged')),
      4422
    ));
  test('an id somebody shows but has not written under yet', async () => {
    const newcomer = await openRaw(world, ref, { who: 'newcomer', ack: true });
    newcomer.sendPresence(4242, 1, { cursor: null });
    await until('shown', () => victim.presences.has(4242));
    await attack(run(4242, 0, 'gc', 9), 4422);
    newcomer.sendUpdate(forge(editor.doc, 4242, (doc) => writeParagraph(doc, 'mine')));
    await until('the newcomer writes', () => newcomer.acks.at(-1) === 1);
    newcomer.end();
  });
  test('an id is bound for good: a later session of somebody else may not use it', async () => {
    const bao = await openRaw(world, ref, { who: 'bao', ack: true });
    bao.sendUpdate(forge(editor.doc, 555, (doc) => writeParagraph(doc, 'bao')));
    await until('saved', () => bao.acks.at(-1) === 1);
    bao.end();
    victim.updates.forEach((update) => Y.applyUpdate(editor.doc, update));
    victim.updates.length = 0;
    await attack(
      forge(editor.doc, 555, (doc) => writeParagraph(doc, 'eve')),
      4422
    );
  });
});

describe('R4 content the kind of document does not allow', () => {
  test.each(Object.entries(hostileContent))('%s', async (_name, work) => {
    await attack(forge(editor.doc, 77, work), 4422);
  });
  test('E10 a "__proto__" key in JSON', async () => {
    const update = forge(editor.doc, 77, (doc) =>
      (doc.getXmlFragment('text').get(0) as Y.XmlElement).setAttribute('id', {
        ABCDEFGHI: { x: 1 }
      } as unknown as string)
    );
    const bytes = Buffer.from(update);
    bytes.write('__proto__', bytes.indexOf('ABCDEFGHI'));
    await attack(bytes, 4422);
  });
});

describe('R5 gaps are held, merged with what follows, and bounded', () => {
  test('a missing frame that arrives later completes the others, and all are counted', async () => {
    const ada = await openRaw(world, ref, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    const [one, two, three] = ['one', 'two', 'three'].map((text) => edit((doc) => writeParagraph(doc, text)));
    ada.sendUpdate(two!);
    ada.sendUpdate(three!);
    await ada.text();
    expect(ada.acks).toEqual([]);
    expect(victim.updates).toEqual([]);
    ada.sendUpdate(one!);
    await until('all three', () => ada.acks.at(-1) === 3);
    ada.end();
  });
  test('E6 a dependency that never comes ends in a final close', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    eve.sendUpdate(run(77, 5, 'gc', 1));
    await until('closed', () => eve.closed?.code === 4422);
  });
  test('E6 more than 256 kB of waiting frames ends in a final close', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    const doc = new Y.Doc();
    const made: Uint8Array[] = [];
    doc.on('update', (update) => made.push(update));
    for (let i = 0; i < 4; i++) doc.getXmlFragment('text').push([new Y.XmlText('x'.repeat(90_000))]);
    for (const update of made.slice(1)) eve.sendUpdate(update);
    await until('closed', () => eve.closed?.code === 4422);
  });
  test('more than 200 waiting frames end in a final close, and are never looked at again and again', async () => {
    const eve = await openRaw(world, ref, { who: 'eve' });
    const doc = new Y.Doc();
    const made: Uint8Array[] = [];
    doc.on('update', (update) => made.push(update));
    for (let i = 0; i < 300; i++) doc.getXmlFragment('text').push([new Y.XmlText()]);
    for (const update of made.slice(1)) eve.sendUpdate(update);
    await until('closed', () => eve.closed?.code === 4422, 2000);
  });
  test('frames are merged when what they wait for comes, and only then', () => {
    const doc = new Y.Doc();
    const made: Uint8Array[] = [];
    doc.on('update', (update) => made.push(update));
    for (let i = 0; i < 4; i++) doc.getText('text').insert(i, 'a');
    const known = new Y.Doc();
    const missing = { client: doc.clientID, clock: 0 };
    const held = hold(null, made[1]!, made[1]!, missing);
    expect(toOffer(held, made[2]!, known)).toBeNull();
    const longer = hold(held, made[2]!, null, null);
    expect(longer).toMatchObject({ frames: 2, missing });
    Y.applyUpdate(known, toOffer(longer, made[0]!, known)!);
    expect(known.getText('text').toString()).toBe('aaa');
  });
  test('a deletion of what is unknown waits too', async () => {
    const eve = await openRaw(world, ref, { who: 'eve', ack: true });
    eve.sendUpdate(Uint8Array.from([0, 1, 77, 1, 0, 5]));
    await eve.text();
    expect(eve.acks).toEqual([]);
    eve.end();
  });
});

test('R6 GC runs of one’s own are honest: a paragraph written and removed while offline', async () => {
  const ada = await openRaw(world, ref, { who: 'ada', ack: true });
  const { doc, edit } = await editorOf(ada);
  edit((doc) => writeParagraph(doc, 'gone before anybody saw it'));
  edit((doc) => (doc.getXmlFragment('text').get(0) as Y.XmlElement).delete(2, 1));
  edit((doc) => writeParagraph(doc, 'kept'));
  ada.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
  await until('acknowledged', () => ada.acks.at(-1) === 1);
  expect(textOf((await world.sync.read(ref.id)).doc)).toBe(textOf(doc));
  ada.end();
});

test('R7 a bad frame among good ones of others: theirs are kept', async () => {
  const peers = await Promise.all(
    Array.from({ length: 6 }, (_, i) => openRaw(world, ref, { who: `p${i}`, ack: true }))
  );
  const eves = await Promise.all(
    Array.from({ length: 6 }, (_, i) => openRaw(world, ref, { who: `eve${i}` }))
  );
  for (const [i, peer] of peers.entries()) {
    peer.sendUpdate(forge(editor.doc, 1000 + i, (doc) => writeParagraph(doc, `good ${i}`)));
    eves[i]!.sendUpdate(forge(editor.doc, 2000 + i, hostileContent['forty nested quotes']!));
  }
  await until('the good ones are saved', () => peers.every((peer) => peer.acks.at(-1) === 1));
  await until('the bad ones are closed', () => eves.every((eve) => eve.closed?.code === 4422));
  await until('the victim hears them', async () => {
    const shown = textOf(await victim.text());
    return [0, 1, 2, 3, 4, 5].every((i) => shown.includes(`good ${i}`));
  });
  for (const peer of peers) peer.end();
});

test('R8 who sends too fast is read more slowly, and nothing is dropped', async () => {
  const slow = await createWorld({ limits: { framesPerSecond: 200, frameBurst: 20 } });
  const there = await slow.createBrief();
  const ada = await openRaw(slow, there, { who: 'ada', ack: true });
  const { doc, edit } = await editorOf(ada);
  const start = performance.now();
  for (let i = 0; i < 120; i++) ada.sendUpdate(edit((doc) => writeParagraph(doc, `${i}`)));
  // What came in one piece is taken at once; the debt is paid before anything more is read.
  await until('the first wave is saved', () => ada.acks.at(-1) === 120);
  ada.sendUpdate(edit((doc) => writeParagraph(doc, 'second wave')));
  await until('all are saved', () => ada.acks.at(-1) === 121);
  expect(performance.now() - start).toBeGreaterThan(400);
  expect(textOf((await slow.sync.read(there.id)).doc)).toBe(textOf(doc));
  ada.end();
  await slow.close();
});

test('R9 a reader that does not read is cut off, the others notice nothing', async () => {
  const small = await createWorld({ limits: { bufferedBytes: 200_000, bytesPerMinute: 500_000_000 } });
  const there = await small.createBrief();
  const [ada, lazy] = [
    await openRaw(small, there, { who: 'ada', ack: true }),
    await openRaw(small, there, { who: 'lazy' })
  ];
  const { edit } = await editorOf(ada);
  lazy.ws.pause();
  let sent = 0;
  await until(
    'the lazy reader is cut off',
    async () => {
      ada.sendUpdate(edit((doc) => writeParagraph(doc, 'x'.repeat(200_000))));
      sent++;
      await until('saved', () => ada.acks.at(-1) === sent);
      return small.sync.stats().slowSockets === 1;
    },
    15_000
  );
  expect(ada.ws.readyState).toBe(WebSocket.OPEN);
  lazy.end();
  ada.end();
  await small.close();
});
