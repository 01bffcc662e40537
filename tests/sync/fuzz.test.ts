import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { briefText } from '#lib/briefs/document.ts';
import { presenceFrame, readFrame, syncFrame } from '#lib/sync/frame.server.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { dialect, freshDatabase } from '../support/database.ts';
import { brokenDeleteSet, forge, hostileContent, run, selfOrigin, structBomb } from './support/attacks.ts';
import { startChild, type Child } from './support/child.ts';
import { mutate } from './support/mutate.ts';
import { createRandom, type Random } from './support/random.ts';
import { editorOf, openRaw, type Raw } from './support/socket.ts';
import { createWorld, section, textOf, until, writeParagraph } from './support/world.ts';

// Nearly all of them never reach a database; enough do that each stores some hundreds, or some dozens.
const FRAMES = Number(process.env.FRAMES ?? (dialect === 'sqlite' ? 20_000 : 4_000));
const ATTACKERS = 12;
const seed = Number(process.env.SEED ?? Date.now() % 1e9);
const TEMPLATE_CLIENT = 3_141_592_653;
const VICTIM_TEXT = 'What the victim wrote must stand as it was written. 受害者寫的字不能變。';

test(`Z1 ${FRAMES} mutated frames harm nobody`, { timeout: 280_000 }, async () => {
  const database = await freshDatabase();
  const setup = await createWorld({ database });
  // Under an id no small number turns into by mutation: a writer may delete, so a frame that happens to is no fault.
  const ref = await setup.createBrief(section(TEMPLATE_CLIENT));
  const base = (await setup.sync.read(ref.id)).doc;
  await setup.close();
  const child = await startChild(database);
  let isOver = false;
  void child.exit.then((how) => {
    if (!isOver) console.error(`the server died: ${how} ${child.stderr()} (seed ${seed})`);
  });

  const victim = await openRaw(child, ref, { who: 'victim', ack: true });
  const editor = await editorOf(victim);
  victim.sendUpdate(editor.edit((doc) => writeParagraph(doc, VICTIM_TEXT)));
  await until('the victim is saved', () => victim.acks.at(-1) === 1);
  const observer = await openRaw(child, ref);
  const oracle = await observer.text();
  const started = performance.now();
  const tally = { sent: 0, taken: 0, closed: 0, held: 0, spared: 0 };
  const share = Math.ceil(FRAMES / ATTACKERS);
  await Promise.all(
    Array.from({ length: ATTACKERS }, (_, i) =>
      attack(child, ref, base, i, share, tally, createRandom(seed + i))
    )
  );

  expect(child.process.exitCode, 'the server lives').toBeNull();
  expect(tally.taken, 'frames reach the document').toBeGreaterThan(FRAMES / 200);
  expect(victim.closed).toBeNull();
  victim.sendUpdate(editor.edit((doc) => writeParagraph(doc, 'Still here.')));
  await until('the victim is saved again', () => victim.acks.at(-1) === 2, 30_000);

  // Everything that was relayed, in order, through an independent document that would notice.
  const bytes = Y.encodeStateAsUpdate(await observer.text());
  for (const update of observer.updates) judge(oracle, update);
  const fresh = new Y.Doc();
  judge(fresh, bytes);
  for (const update of victim.updates) Y.applyUpdate(editor.doc, update);
  for (const doc of [oracle, editor.doc]) expect(contentOf(doc)).toBe(contentOf(fresh));
  expect(textOf(fresh)).toContain(VICTIM_TEXT);
  isOver = true;
  child.process.kill('SIGKILL');
  await child.exit;

  const after = await createWorld({ database });
  const rows = await after.connections.readerDb
    .selectFrom('document_update')
    .selectAll()
    .orderBy('seq')
    .execute();
  const replayed = new Y.Doc();
  for (const row of rows) judge(replayed, row.update);
  expect(contentOf(replayed)).toBe(contentOf(fresh));
  await after.close();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `fuzz: seed ${seed}, ${JSON.stringify(tally)}, ${observer.updates.length} relayed, ${seconds} s`
  );
  await database.remove();
});

test('Z2 mutated frames from a reader change neither text nor presence', { timeout: 120_000 }, async () => {
  const world = await createWorld({
    limits: { framesPerSecond: 1e6, frameBurst: 1e6, joinsPerMinute: 1e9, joinBurst: 1e9 }
  });
  const ref = await world.createBrief();
  const random = createRandom(seed);
  const watcher = await openRaw(world, ref, { who: 'watcher', ack: true });
  watcher.sendPresence(31, 1, { cursor: 1 });
  const before = await watcher.text();
  const corpus = corpusOf(before, 99);
  for (let i = 0; i < 100; i++) {
    const reader = await openRaw(world, ref, { ack: i % 2 === 0 });
    for (let k = 0; k < 10; k++) reader.send(mutate(random.pick(corpus), random, corpus));
    await until('looked at', () => reader.closed !== null || reader.ws.bufferedAmount === 0);
    reader.end();
  }
  await until('all have left', () => world.sync.stats().sockets === 1);
  expect(contentOf(await watcher.text())).toBe(contentOf(before));
  expect(watcher.updates).toEqual([]);
  const late = await openRaw(world, ref, { who: 'late' });
  await until('presence is as it was', () => late.presences.size === 1 && late.presences.has(31));
  watcher.end();
  late.end();
  await world.close();
});

type Tally = { sent: number; taken: number; closed: number; held: number; spared: number };

async function attack(
  child: Child,
  ref: DocumentRef,
  base: Y.Doc,
  index: number,
  share: number,
  tally: Tally,
  random: Random
): Promise<void> {
  let socket: Raw | null = null;
  for (let i = 0; i < share; i++) {
    if (child.process.exitCode !== null || child.process.signalCode !== null)
      throw new Error('the server died');
    if (!socket || socket.closed) socket = await openRaw(child, ref, { who: `eve${index}`, ack: true });
    const corpus = corpora.get(index) ?? corpusOf(base, 10_000 + index * 100);
    corpora.set(index, corpus);
    const acks: number = socket.acks.length;
    const model = random.pick(corpus);
    const isAsItIs = random.chance(0.1) || deletesTemplate(model);
    const frame = isAsItIs ? model : mutate(model, random, corpus);
    if (!isAsItIs && deletesTemplate(frame)) {
      tally.spared++;
      continue;
    }
    socket.send(frame);
    tally.sent++;
    if (isUpdate(frame)) await settled(socket, acks, tally);
    else if (random.chance(0.2)) await settled(socket, acks, tally);
  }
  socket?.end();
}

const corpora = new Map<number, Uint8Array[]>();

// A writer may delete the template with all that stands in it, and now and then a mutation turns the name of a place
// into a deletion of it: such frames are honest ones. Models that delete are sent as they are: those must be refused.
function deletesTemplate(frame: Uint8Array): boolean {
  if (!isUpdate(frame)) return false;
  try {
    const message = readFrame(frame);
    return message.type === 'update' && Y.decodeUpdate(message.update).ds.clients.has(TEMPLATE_CLIENT);
  } catch {
    return false;
  }
}

function isUpdate(frame: Uint8Array): boolean {
  return frame[0] === 0 && (frame[1] === 1 || frame[1] === 2);
}

// Acknowledged, closed, or held because something is missing: then the next frames would only wait, too.
async function settled(socket: Raw, acks: number, tally: Tally): Promise<void> {
  const deadline = performance.now() + 60;
  while (performance.now() < deadline) {
    if (socket.closed) return void tally.closed++;
    if (socket.acks.length > acks) return void tally.taken++;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  tally.held++;
  socket.end();
  socket.closed = { code: 1000, reason: 'left by the test' };
}

// Frames an honest client of this document sends, and the attacks made by hand, each under ids of this attacker alone.
function corpusOf(base: Y.Doc, client: number): Uint8Array[] {
  const honest = ['a', 'Some longer words', '水災預警', '🙂 emoji'].map((text, i) =>
    forge(base, client + i, (doc) => writeParagraph(doc, text))
  );
  const styled = forge(base, client + 10, (doc) => {
    const quote = new Y.XmlElement('blockquote');
    const line = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    (doc.getXmlFragment('text').get(0) as Y.XmlElement).push([quote]);
    quote.push([line]);
    line.push([text]);
    text.insert(0, 'bold and linked');
    text.format(0, 4, { bold: {} });
    text.format(9, 6, { link: { href: 'https://example.org/' } });
    text.delete(2, 1);
  });
  const attacks = Object.values(hostileContent).map((work, i) => forge(base, client + 20 + i, work));
  const made = [
    structBomb(),
    selfOrigin(client + 50, 0),
    run(client + 51, 0, 'gc', 4),
    run(client + 52, 7, 'skip', 2)
  ];
  const updates = [
    ...honest,
    styled,
    ...attacks,
    ...made,
    ...honest.map(brokenDeleteSet),
    run(TEMPLATE_CLIENT, 0, 'deleted', 3)
  ];
  return [
    ...updates
      .filter((update) => update.length < 4000)
      .flatMap((update) => [syncFrame('update', update), syncFrame('step2', update)]),
    syncFrame('step1', Y.encodeStateVector(base)),
    presenceFrame([{ client: client + 60, clock: 1, state: '{"cursor":{"anchor":1}}' }]),
    presenceFrame([{ client: client + 61, clock: 3, state: '{"user":{"name":"x"}}' }]),
    Uint8Array.from([3])
  ];
}

/** The oracle: it decodes, applies, and looks at every node again. */
function judge(doc: Y.Doc, update: Uint8Array): void {
  Y.decodeUpdate(update);
  Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
  expect([...doc.share.keys()].filter((name) => name !== 'text')).toEqual([]);
  for (const node of doc.getXmlFragment('text').toArray()) judgeNode(node, null, 1);
}

function judgeNode(node: unknown, parent: string | null, depth: number): void {
  expect(depth).toBeLessThanOrEqual(briefText.maxDepth);
  if (node instanceof Y.XmlText) {
    expect(briefText.allowsText(parent)).toBe(true);
    for (const part of node.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      expect(typeof part.insert).toBe('string');
      for (const [name, value] of Object.entries(part.attributes ?? {}))
        expect(briefText.allowsMark(name, value, parent)).toBe(true);
    }
    return;
  }
  if (!(node instanceof Y.XmlElement))
    throw new Error(`a ${String((node as object).constructor.name)} in the text`);
  expect(briefText.allowsElement(node.nodeName, node.getAttributes(), parent)).toBe(true);
  for (const child of node.toArray()) judgeNode(child, node.nodeName, depth + 1);
}

// Content, not state vectors: replicas can differ while those agree.
function contentOf(doc: Y.Doc): string {
  return JSON.stringify([
    textOf(doc),
    [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort((a, b) => a[0] - b[0])
  ]);
}
