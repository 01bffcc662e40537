import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentRef } from '#lib/sync/index.ts';
import { forge } from './support/attacks.ts';
import { bothWires } from './support/line.ts';
import { editorOf, openRaw, openStock } from './support/socket.ts';
import { accountOf, createWorld, textOf, until, writeParagraph, type World } from './support/world.ts';

describe.each(bothWires)('%s', (via) => {
  const open = async (options?: Parameters<typeof createWorld>[0]) =>
    Object.assign(await createWorld(options), { via });
  let world: World;
  let ref: DocumentRef;
  beforeEach(async () => {
    world = await open();
    ref = await world.createBrief();
  });
  afterEach(async () => {
    await world.close();
    expect(world.problems).toEqual([]);
  });

  const stored = async () => textOf((await world.sync.read(ref.id)).doc);

  describe('W1 a reader changes neither text nor presence', () => {
    test('a stock client that may only read joins, follows and stays, whatever its own editor does', async () => {
      const before = await stored();
      const [ada, stranger] = [openStock(world, ref, 'ada'), openStock(world, ref)];
      stranger.doc.getXmlFragment('text');
      stranger.provider.awareness.setLocalStateField('user', { name: 'Alice CEO ADMIN' });
      await ada.synced();
      await stranger.synced();
      expect(await stored()).toBe(before);
      writeParagraph(ada.doc, 'live');
      await until('the stranger follows', () => textOf(stranger.doc).includes('live'));
      expect([...ada.provider.awareness.getStates().keys()]).toEqual([ada.doc.clientID]);
      expect(stranger.closed).toBeNull();
      ada.end();
      stranger.end();
    });

    test('a stock reader’s offline edits in its SyncStep2 are passed over in silence', async () => {
      const before = await stored();
      const reader = await openRaw(world, ref);
      const doc = await reader.text();
      reader.sendUpdate(
        forge(doc, 9, (doc) => writeParagraph(doc, 'offline')),
        'step2'
      );
      await reader.text();
      expect(reader.closed).toBeNull();
      expect(await stored()).toBe(before);
      reader.end();
    });

    test('a reader that asks for acknowledgements and brings something new is told', async () => {
      const reader = await openRaw(world, ref, { ack: true });
      const doc = await reader.text();
      reader.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
      await reader.text();
      expect(reader.closed).toBeNull();
      reader.sendUpdate(
        forge(doc, 9, (doc) => writeParagraph(doc, 'offline')),
        'step2'
      );
      await until('told', () => reader.closed?.code === 4403);
    });

    test('an update from a reader is refused; its deletions change nothing', async () => {
      const before = await stored();
      const reader = await openRaw(world, ref);
      const doc = await reader.text();
      reader.sendUpdate(forge(doc, 9, (doc) => doc.getXmlFragment('text').delete(0, 1)));
      await reader.text();
      reader.sendUpdate(forge(doc, 9, (doc) => writeParagraph(doc, 'no')));
      await until('refused', () => reader.closed?.code === 4403);
      expect(await stored()).toBe(before);
    });

    test('no message type from a stranger changes anything', async () => {
      const before = await stored();
      for (let type = 0; type < 256; type++) {
        const reader = await openRaw(world, ref);
        reader.send(Uint8Array.from(type < 128 ? [type, 3, 1, 5, 0] : [type, 1, 3, 1, 5, 0]));
        reader.send(Uint8Array.from([0, 0, 1, 0]));
        reader.end();
      }
      await until('all have left', () => world.sync.stats().sockets === 0);
      expect(await stored()).toBe(before);
    });
  });

  describe('W2 rights that change reach open sockets within a second', () => {
    test('a writer who may only read now keeps reading; frames after that are refused', async () => {
      const ada = await openRaw(world, ref, { who: 'ada', ack: true });
      const { edit } = await editorOf(ada);
      ada.sendUpdate(edit((doc) => writeParagraph(doc, 'before')));
      await until('saved', () => ada.acks.at(-1) === 1);
      ada.sendPresence(31, 1, { cursor: null });
      const bao = await openRaw(world, ref, { who: 'bao' });
      await until('shown', () => bao.presences.has(31));
      world.setLevel('ada', 'read');
      ada.sendUpdate(edit((doc) => writeParagraph(doc, 'after')));
      await until('told and refused', () => ada.denied.length === 1 && ada.closed?.code === 4403, 1000);
      await until('no longer shown', () => !bao.presences.has(31), 1000);
      expect(await stored()).not.toContain('after');
      expect(ada.acks).toEqual([1]);
      bao.end();
    });

    test('a stock client hears it, reads on, and may write again when allowed', async () => {
      const ada = openStock(world, ref, 'ada');
      await ada.synced();
      world.setLevel('ada', 'read');
      const bao = await openRaw(world, ref, { who: 'bao', ack: true });
      const { edit } = await editorOf(bao);
      bao.sendUpdate(edit((doc) => writeParagraph(doc, 'news')));
      await until('ada reads on', () => textOf(ada.doc).includes('news'));
      expect(ada.closed).toBeNull();
      world.setLevel('ada', 'write');
      await new Promise((resolve) => setTimeout(resolve, 20));
      writeParagraph(ada.doc, 'back');
      await until('ada writes', async () => (await stored()).includes('back'));
      bao.end();
      ada.end();
    });

    test.each([
      ['a removed right', (who: string) => world.setLevel(who, 'none'), 4403],
      ['an ended session', (who: string) => world.endSession(who), 4401]
    ])('%s closes for good', async (_name, change, code) => {
      const ada = openStock(world, ref, 'ada');
      await ada.synced();
      change('ada');
      await until('closed for good', () => ada.closed === code, 1000);
      expect(ada.provider.shouldConnect).toBe(false);
      ada.end();
    });

    test.each([
      ['a lost right', () => world.setLevel('dee', 'none'), 4403],
      ['an ended session', () => world.endSession('dee'), 4401],
      ['joining', () => (world.outsiders.delete('dee'), world.setLevel('dee', 'write')), 4503]
    ])('%s reaches somebody signed in whom nobody is shown', async (_name, change, code) => {
      world.outsiders.add('dee');
      const [dee, stranger] = [await openRaw(world, ref, { who: 'dee' }), await openRaw(world, ref)];
      await dee.text();
      change();
      await until('told', () => dee.closed?.code === code, 1000);
      await stranger.text();
      expect(stranger.closed).toBeNull();
      stranger.end();
    });

    test('a programme that turns private reaches strangers too, and only its own', async () => {
      const stranger = await openRaw(world, ref);
      world.levels.set('stranger', 'none');
      world.notices.publish({ kind: 'rights', programme: 'another-programme-0000' });
      await stranger.text();
      expect(stranger.closed).toBeNull();
      world.notices.publish({ kind: 'rights', programme: ref.programme });
      await until('closed', () => stranger.closed?.code === 4403, 1000);
    });
  });

  describe('W3 a reader that waits for acknowledgements is never left waiting', () => {
    const comeBackAsReader = async (change: (doc: Y.Doc) => void) => {
      const before = await openRaw(world, ref, { who: 'cat', ack: true });
      const { doc, edit } = await editorOf(before);
      before.sendUpdate(edit((doc) => writeParagraph(doc, 'mine')));
      await until('stored', () => before.acks.at(-1) === 1);
      before.end();
      edit(change);
      world.levels.set('cat', 'read');
      const cat = await openRaw(world, ref, { who: 'cat', ack: true });
      await until('told at once', () => cat.denied.length === 1, 1000);
      cat.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
      return cat;
    };

    test('it hears that it may only read, and a deletion it brings is refused', async () => {
      const before = await stored();
      const cat = await comeBackAsReader((doc) =>
        (doc.getXmlFragment('text').get(0) as Y.XmlElement).delete(1, 1)
      );
      await until('refused', () => cat.closed?.code === 4403, 1000);
      expect(await stored()).not.toBe(before);
      expect(await stored()).toContain('mine');
    });

    test('what it brings that is stored already is counted', async () => {
      const cat = await comeBackAsReader(() => undefined);
      await until('counted', () => cat.acks.at(-1) === 1, 1000);
      expect(cat.closed).toBeNull();
      cat.end();
    });

    test('a frame that still waits for a missing one when the right goes is refused, not dropped', async () => {
      const ada = await openRaw(world, ref, { who: 'ada', ack: true });
      const { edit } = await editorOf(ada);
      edit((doc) => writeParagraph(doc, 'never sent'));
      ada.sendUpdate(edit((doc) => writeParagraph(doc, 'waits')));
      const bao = await openRaw(world, ref, { who: 'bao', ack: true });
      bao.sendUpdate((await editorOf(bao)).edit((doc) => writeParagraph(doc, 'after it')));
      await until('it was looked at', () => bao.acks.length === 1);
      bao.end();
      world.setLevel('ada', 'read');
      await until('refused', () => ada.closed?.code === 4403, 1000);
      expect(ada.acks).toEqual([]);
    });
  });

  describe('W4 a right to write that comes back begins a new connection', () => {
    test('the socket is asked to join again, and its frames are counted from the start', async () => {
      world.levels.set('cat', 'read');
      const cat = await openRaw(world, ref, { who: 'cat', ack: true });
      const { doc, edit } = await editorOf(cat);
      cat.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
      await until('counted', () => cat.acks.at(-1) === 1);
      world.setLevel('cat', 'write');
      await until('asked to come again', () => cat.closed?.code === 4503, 1000);
      const again = await openRaw(world, ref, { who: 'cat', ack: true });
      again.sendUpdate(Y.encodeStateAsUpdate(doc), 'step2');
      again.sendUpdate(edit((doc) => writeParagraph(doc, 'new')));
      await until('both counted', () => again.acks.at(-1) === 2);
      expect(again.denied).toEqual([]);
      expect(await stored()).toContain('new');
      again.end();
    });
  });

  describe('P presence is the server’s word', () => {
    test('P1 name and sector come from the server, unknown keys go, one client id per socket', async () => {
      const [ada, bao] = [
        await openRaw(world, ref, { who: 'ada' }),
        await openRaw(world, ref, { who: 'bao' })
      ];
      ada.sendPresence(31, 1, { user: { name: 'Mayor' }, cursor: { anchor: 1 }, html: '<b>' });
      ada.sendPresence(32, 1, { user: { name: 'Second' } });
      await until('shown', () => bao.presences.size > 0);
      expect(bao.presences.get(31)).toEqual({
        user: { name: 'ada', sector: 'resident' },
        cursor: { anchor: 1 }
      });
      await bao.text();
      expect([...bao.presences.keys()]).toEqual([31]);
      ada.end();
      await until('gone with the socket', () => bao.presences.size === 0);
      bao.end();
    });

    test('P6 a new affiliation is shown at once, with the caret where it was, and again after the next move', async () => {
      const [ada, bao] = [
        await openRaw(world, ref, { who: 'ada' }),
        await openRaw(world, ref, { who: 'bao' })
      ];
      ada.sendPresence(31, 1, { cursor: { anchor: 1 } });
      await until('shown', () => bao.presences.has(31));
      world.setSector('ada', 'government');
      const renewed = { cursor: { anchor: 1 }, user: { name: 'ada', sector: 'government' } };
      await until('renewed', () => JSON.stringify(bao.presences.get(31)) === JSON.stringify(renewed), 1000);
      ada.sendPresence(31, 3, { cursor: { anchor: 2 } });
      await until('moved', () => JSON.stringify(bao.presences.get(31)).includes('"anchor":2'));
      ada.end();
      bao.end();
    });

    test('P2 E8 nobody moves or removes another, and 20,000 invented people are none', async () => {
      const [ada, eve] = [
        await openRaw(world, ref, { who: 'ada' }),
        await openRaw(world, ref, { who: 'eve' })
      ];
      ada.sendPresence(31, 5, { cursor: 1 });
      await until('ada is shown', () => eve.presences.has(31));
      eve.sendPresence(31, 9, { cursor: 2 });
      eve.sendPresence(31, 10, null);
      const { presenceFrame } = await import('#lib/sync/frame.server.ts');
      eve.send(
        presenceFrame(Array.from({ length: 20_000 }, (_, i) => ({ client: i + 100, clock: 1, state: '{}' })))
      );
      eve.sendPresence(77, 1, { cursor: 'x'.repeat(3000) });
      eve.sendPresence(77, 1, 'not json');
      eve.sendPresence(77, 1, [1]);
      eve.sendPresence(77, 1, { cursor: 3 });
      await until('eve’s one honest presence', () => ada.presences.has(77));
      const fresh = await openRaw(world, ref, { who: 'bao' });
      await until('a newcomer sees both', () => fresh.presences.size === 2);
      expect(fresh.presences.get(31)).toMatchObject({ cursor: 1, user: { name: 'ada' } });
      for (const raw of [ada, eve, fresh]) raw.end();
    });

    test('P3 stock clients see each other, echo freely, and come back after a reconnect', async () => {
      const [ada, bao] = [openStock(world, ref, 'ada'), openStock(world, ref, 'bao')];
      await ada.synced();
      await bao.synced();
      ada.provider.awareness.setLocalStateField('cursor', { at: 1 });
      const seen = () =>
        bao.provider.awareness.getStates().get(ada.doc.clientID) as { cursor?: unknown } | undefined;
      await until('seen', () => seen()?.cursor !== undefined);
      ada.provider.disconnect();
      await until('gone', () => seen() === undefined);
      ada.provider.connect();
      await until('back at once', () => seen() !== undefined, 3000);
      expect(ada.provider.awareness.getLocalState()).toMatchObject({ cursor: { at: 1 } });
      ada.end();
      bao.end();
    });

    test('P4 a silent document still says something, so that stock clients stay', async () => {
      const quick = await open({ limits: { pingMs: 100 } });
      const there = await quick.createBrief();
      const raw = await openRaw(quick, there);
      await until('keep-alives', () => raw.heardKeepAlives >= 3);
      raw.end();
      await quick.close();
    });
  });
});

test('P5 a dead line is given up', async () => {
  const quick = await createWorld({ limits: { pingMs: 40, deadMs: 200 } });
  const there = await quick.createBrief();
  const raw = await openRaw(quick, there, { who: 'ada' });
  await until('here', () => quick.sync.present(there.id).includes(accountOf('ada')));
  raw.ws.pause();
  await until('given up', () => quick.sync.present(there.id).length === 0);
  raw.end();
  await quick.close();
});
