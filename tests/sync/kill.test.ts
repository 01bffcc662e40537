import { sql } from 'kysely';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { briefText } from '#lib/briefs/document.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { loadDocument } from '#lib/sync/loadDocument.server.ts';
import { dialect, freshDatabase, type TestDatabase } from '../support/database.ts';
import { startChild } from './support/child.ts';
import type { Via } from './support/line.ts';
import { createRandom, type Random } from './support/random.ts';
import { openRaw, type Raw } from './support/socket.ts';
import { createWorld, textOf } from './support/world.ts';

// The same server writes in the same order to both; what differs is the commit.
const KILLS = Number(process.env.KILLS ?? (dialect === 'sqlite' ? 25 : 9));
const WRITERS = 8;
const seed = Number(process.env.SEED ?? Date.now() % 1e9);

type Edit = { insert: string } | { remove: string };

/** One person who keeps writing and removing own lines, through every death of the server. */
class Writer {
  readonly doc = new Y.Doc();
  /** what the server has acknowledged, in order */
  readonly safe: Edit[] = [];
  #frames: Edit[][] = [];
  #all: Edit[] = [];
  #raw: Raw | null = null;
  #name: string;
  #via: Via;
  #counted = 0;
  #mine: string[] = [];

  constructor(name: string, via: Via) {
    this.#name = name;
    this.#via = via;
  }

  async connect(url: string, ref: DocumentRef): Promise<void> {
    const raw = await openRaw({ url, via: this.#via }, ref, { who: this.#name, ack: true });
    this.#raw = raw;
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(await raw.text()));
    // The first frame carries everything, so everything done so far rests on it.
    this.#frames = [[...this.#all]];
    this.#counted = 0;
    raw.sendUpdate(Y.encodeStateAsUpdate(this.doc), 'step2');
  }

  edit(random: Random, id: string): void {
    if (!this.#raw || this.#raw.closed) return;
    const edit: Edit =
      this.#mine.length > 3 && random.chance(0.3) ? { remove: random.pick(this.#mine) } : { insert: id };
    const made: Uint8Array[] = [];
    const collect = (update: Uint8Array) => made.push(update);
    this.doc.on('update', collect);
    const section = this.doc.getXmlFragment('text').get(0) as Y.XmlElement;
    if ('insert' in edit) {
      const line = new Y.XmlElement('paragraph');
      line.insert(0, [new Y.XmlText(`<${id}>`)]);
      section.insert(random.int(section.length) + 1, [line]);
      this.#mine.push(id);
    } else {
      const at = section.toArray().findIndex((line) => String(line).includes(`<${edit.remove}>`));
      section.delete(at, 1);
      this.#mine = this.#mine.filter((id) => id !== edit.remove);
    }
    this.doc.off('update', collect);
    this.#all.push(edit);
    this.#frames.push([edit]);
    this.#raw.sendUpdate(Y.mergeUpdates(made));
    this.note();
  }

  /** Takes in what was heard: acknowledgements, and what others wrote. */
  note(): void {
    for (const update of this.#raw?.updates.splice(0) ?? []) Y.applyUpdate(this.doc, update);
    const acked = this.#raw?.acks.at(-1) ?? 0;
    for (; this.#counted < acked; this.#counted++) this.safe.push(...this.#frames[this.#counted]!);
  }

  drop(): void {
    this.#raw?.end();
    this.#raw = null;
  }
}

test.each<[string, number, readonly Via[]]>([
  ['by sockets', KILLS, ['websocket']],
  ['H11 over HTTP', Math.ceil(KILLS / 3), ['stream', 'poll']]
])(
  `K1 kills at random moments with ${WRITERS} writers lose no acknowledged edit, %s (%i kills)`,
  { timeout: 300_000 },
  async (_name, kills, ways) => {
    const database = await freshDatabase();
    const setup = await createWorld({ database });
    const ref = await setup.createBrief();
    await setup.close();
    const random = createRandom(seed);
    const writers = Array.from(
      { length: WRITERS },
      (_, i) => new Writer(`writer${i}`, ways[i % ways.length]!)
    );
    let edits = 0;
    const starts: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const child = await startChild(database);
      starts.push(child.startMs);
      await Promise.all(writers.map((writer) => writer.connect(child.url, ref)));
      const end = performance.now() + random.int(700);
      while (performance.now() < end) {
        writers.forEach((writer) => writer.edit(random, `${edits++}`));
        await new Promise((resolve) => setTimeout(resolve, random.int(12)));
      }
      child.process.kill('SIGKILL');
      await child.exit;
      // What was on the wire when it died still counts as heard.
      await new Promise((resolve) => setTimeout(resolve, 20));
      writers.forEach((writer) => writer.note());
      writers.forEach((writer) => writer.drop());
      await checkStored(database, ref, writers);
    }
    const median = Math.round(starts.sort((a, b) => a - b)[starts.length >> 1]!);
    const acked = writers.reduce((sum, writer) => sum + writer.safe.length, 0);
    const distinct = new Set(writers.flatMap((writer) => writer.safe.map((edit) => JSON.stringify(edit))))
      .size;
    console.log(
      `kill: seed ${seed}, ${kills} kills ${ways.join('+')}, ${edits} edits, ${distinct} acknowledged (${acked} with repeats), 0 lost; start ${median} ms (median), ${Math.round(starts.at(-1)!)} ms (slowest)`
    );
    expect(distinct).toBeGreaterThan(kills * 10);
    // The median: on a machine shared with other test runs single starts wait for a core.
    expect(median).toBeLessThan(5000);
    await database.remove();
  }
);

// Before any client comes back to repair it: what is on disk is all there is.
async function checkStored(
  database: TestDatabase,
  ref: DocumentRef,
  writers: readonly Writer[]
): Promise<void> {
  const connections = await database.connect();
  if (connections.dialect === 'sqlite') {
    const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(
      connections.readerDb
    );
    expect(check.rows).toEqual([{ integrity_check: 'ok' }]);
  }
  const loaded = await loadDocument(connections.reader, ref.id, () => briefText);
  const text = textOf(loaded!.doc);
  await connections.close();
  const lost: Edit[] = [];
  for (const writer of writers) {
    const removed = new Set(writer.safe.flatMap((edit) => ('remove' in edit ? [edit.remove] : [])));
    for (const edit of writer.safe) {
      if (
        'remove' in edit
          ? text.includes(`<${edit.remove}>`)
          : !removed.has(edit.insert) &&
            !text.includes(`<${edit.insert}>`) &&
            !maybeRemoved(writer, edit.insert)
      )
        lost.push(edit);
    }
  }
  expect(lost, `seed ${seed}`).toEqual([]);
}

// A removal that was sent but not acknowledged may have been stored all the same.
function maybeRemoved(writer: Writer, id: string): boolean {
  return !textOf(writer.doc).includes(`<${id}>`);
}
