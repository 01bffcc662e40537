import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { system } from '#lib/access/index.ts';
import { briefText } from '#lib/briefs/document.ts';
import { readArchive } from '#lib/export/index.server.ts';
import { closeCodes, documentName, parseDocumentName } from '#lib/sync/index.ts';
import { newDocument } from '#lib/sync/loadDocument.server.ts';
import type { Seeded } from '#server/sample.ts';
import { commandHere, commandLine } from '../support/commandLine.ts';
import { dialect, freshDatabase, type TestDatabase } from '../support/database.ts';
import { hashOf } from './support/documentHash.ts';
import { editorOf, openRaw, type Raw } from './support/socket.ts';
import { foundTown, openTown, PASSWORD, type Town } from './support/town.ts';
import { textOf, until, writeParagraph } from './support/world.ts';

// Each restores a town of its own; PostgreSQL differs in the road, not in what a second one could show.
const BACKUPS = dialect === 'sqlite' ? 2 : 1;
const OLD_HISTORY_MB = 8;
const PAUSE_MS = 100;

let live: TestDatabase;
let seeded: Seeded;
let town: Town;
let text: string;
let writers: Writer[];
const taken: { file: string; savedBefore: string[] }[] = [];

const at = (name: string) => join(live.folder, name);

/** Somebody who keeps typing, waits for each acknowledgement, and knows how long it took. */
class Writer {
  readonly saved: string[] = [];
  readonly waits: { ms: number; isDuringBackup: boolean }[] = [];
  readonly #raw: Raw;
  readonly #edit: (work: (doc: Y.Doc) => void) => Uint8Array;
  readonly #name: string;

  constructor(name: string, raw: Raw, edit: (work: (doc: Y.Doc) => void) => Uint8Array) {
    [this.#name, this.#raw, this.#edit] = [name, raw, edit];
  }

  async type(isGoing: () => boolean, isDuringBackup: () => boolean): Promise<void> {
    for (let n = 1; isGoing(); n++) {
      const words = `<${this.#name} ${n}>`;
      const from = performance.now();
      const during = isDuringBackup();
      this.#raw.sendUpdate(this.#edit((doc) => writeParagraph(doc, words)));
      await until('acknowledged', () => this.#raw.acks.at(-1) === n || this.#raw.closed !== null);
      if (this.#raw.closed) return;
      this.waits.push({ ms: performance.now() - from, isDuringBackup: during });
      this.saved.push(words);
      this.#raw.updates.length = 0;
      await new Promise((rested) => setTimeout(rested, Math.max(1, PAUSE_MS - (performance.now() - from))));
    }
  }

  end(): void {
    this.#raw.end();
  }
}

// One town for all: it is written in and backed up once, then each test looks at what came of it.
beforeAll(async () => {
  live = await freshDatabase({ migrated: false });
  seeded = await foundTown(live.env);
  town = await openTown(live.env);
  const { documents } = await town.engine.briefs.getBrief(system, seeded.briefId);
  text = documents.text;
  await addOldHistory();
  await typeAndBackUp();
}, 120_000);
afterAll(async () => {
  await town?.close();
  await live?.remove();
});

/** Rows of an epoch nobody opens any more, so that a backup has something to carry. */
async function addOldHistory(): Promise<void> {
  const { id } = parseDocumentName(text)!;
  const { writer } = town.engine.connections;
  const size = 96 * 1024;
  await writer.transaction().execute(async (trx) => {
    await sql`update document set epoch = 2 where id = ${id}`.execute(trx);
    for (const table of ['document_update', 'document_client'] as const)
      await sql`update ${sql.table(table)} set epoch = 2 where document_id = ${id}`.execute(trx);
    for (let seq = 1; seq <= (OLD_HISTORY_MB * 1024 * 1024) / size; seq++)
      await trx
        .insertInto('document_update')
        .values({
          ...{ document_id: id, epoch: 1, seq, update: randomBytes(size), author: 'system' },
          ...{ affiliation: null, relayed_by: null, at: 0 }
        })
        .execute();
  });
  text = documentName({ id, epoch: 2 });
}

async function typeAndBackUp(): Promise<void> {
  let isGoing = true;
  let isBackingUp = false;
  const people = seeded.users.filter(({ role }) => role === 'contributor' || role === 'facilitator');
  writers = await Promise.all(
    [...people, ...people].map(async ({ name, token }, n) => {
      const raw = await openRaw({ url: town.url }, text, { who: token, ack: true });
      const { edit } = await editorOf(raw);
      return new Writer(`${name} ${n}`, raw, edit);
    })
  );
  const typing = Promise.all(
    writers.map((one) =>
      one.type(
        () => isGoing,
        () => isBackingUp
      )
    )
  );
  const acting = keepActing(() => isGoing);
  await until('everybody has begun', () => writers.every(({ saved }) => saved.length > 5));
  for (let n = 0; n < BACKUPS; n++) {
    const file = at(`backup-${n}.gz`);
    const savedBefore = writers.flatMap(({ saved }) => [...saved]);
    isBackingUp = true;
    const { code, err } = await commandLine(live.env, 'backup', file);
    isBackingUp = false;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    taken.push({ file, savedBefore });
    const enough = savedBefore.length + 40;
    await until('more is typed', () => writers.flatMap(({ saved }) => saved).length > enough);
  }
  isGoing = false;
  await Promise.all([typing, acting]);
}

/** Accountable acts, one after the other, so that chains grow meanwhile. */
async function keepActing(isGoing: () => boolean): Promise<void> {
  const { access, programmes } = town.engine;
  const { token } = seeded.users.find(({ role }) => role === 'facilitator')!;
  const { actor } = await access.authenticate({ bearer: token });
  while (isGoing()) {
    const { id } = await programmes.createInvitation(actor, {
      programme: seeded.programmeId,
      sector: 'academia',
      role: 'observer'
    });
    await programmes.revokeInvitation(actor, { id });
    await new Promise((rested) => setTimeout(rested, PAUSE_MS));
  }
}

/** Every document of a backup, replayed from the rows in the file. */
async function documentsIn(file: string): Promise<Map<string, Y.Doc>> {
  const epochs = new Map<unknown, unknown>();
  const docs = new Map<string, Y.Doc>();
  for await (const item of readArchive(file)) {
    if (item.kind !== 'row') continue;
    const names = Object.keys(item.table.columns);
    const row = Object.fromEntries(names.map((name, place) => [name, item.row[place]]));
    if (item.table.table === 'document') {
      epochs.set(row.id, row.epoch);
      docs.set(String(row.id), newDocument(briefText));
    }
    if (item.table.table === 'document_update' && epochs.get(row.document_id) === row.epoch)
      Y.applyUpdate(docs.get(String(row.document_id))!, Buffer.from(String(row.update), 'base64'));
  }
  return docs;
}

const percentile = (sorted: number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

test('writers are acknowledged while a backup runs (measured, printed, not judged)', () => {
  const all = writers.flatMap(({ waits }) => waits);
  for (const isDuringBackup of [false, true]) {
    const ms = all.filter((wait) => wait.isDuringBackup === isDuringBackup).map((wait) => wait.ms);
    ms.sort((one, other) => one - other);
    const [p50, p99] = [percentile(ms, 0.5).toFixed(1), percentile(ms, 0.99).toFixed(1)];
    console.log(
      `acks ${isDuringBackup ? 'during a backup' : 'without one'}: ${ms.length}, p50 ${p50} ms, p99 ${p99} ms`
    );
    expect(ms.length).toBeGreaterThan(10);
  }
});

test.each(Array.from({ length: BACKUPS }, (_, n) => n))(
  'backup %i of a town at work, restored on an empty machine: equal documents, whole chains, everybody signs in',
  { timeout: 60_000 },
  async (n) => {
    const { file, savedBefore } = taken[n]!;
    const place = await freshDatabase({ migrated: n > 0 });
    const { code, err } = await commandHere(place.env, 'restore', file);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const restored = await openTown(place.env);
    try {
      await expectEqualDocuments(restored, file);
      const { documents } = await restored.engine.briefs.getBrief(system, seeded.briefId);
      const { doc } = await restored.engine.sync.read(parseDocumentName(documents.text)!.id);
      const words = textOf(doc);
      expect(savedBefore.filter((one) => !words.includes(one))).toEqual([]);
      for (const verdict of await restored.engine.journal.verifyAll()) expect(verdict.ok).toBe(true);
      await expectSignIn(restored);
      await expectOldBrowserSentAway(restored, documents.text);
    } finally {
      await restored.close();
      await place.remove();
    }
  }
);

async function expectEqualDocuments({ engine }: Town, file: string): Promise<void> {
  const inFile = await documentsIn(file);
  expect(inFile.size).toBe(3);
  for (const [id, kept] of inFile) {
    const { doc } = await engine.sync.read(id);
    expect(hashOf(doc), id).toBe(hashOf(kept));
  }
  // Who wrote it came along with the words.
  const authors = new Set(
    (await engine.sync.history(parseDocumentName(text)!.id)).map(({ author }) => author)
  );
  expect(authors.size).toBeGreaterThan(4);
}

async function expectSignIn({ engine }: Town): Promise<void> {
  for (const { email, token } of seeded.users) {
    const { actor } = await engine.access.authenticate({ bearer: token });
    expect(actor, email).toMatchObject({ kind: 'person', person: { email } });
  }
  const { email } = seeded.users[0]!;
  const { actor } = await engine.access.signIn({ email, password: PASSWORD }, { address: '127.0.0.1' });
  expect(actor.person.email).toBe(email);
}

async function expectOldBrowserSentAway({ url }: Town, current: string): Promise<void> {
  const { token } = seeded.users.find(({ role }) => role === 'contributor')!;
  const { id, epoch } = parseDocumentName(text)!;
  // Also an epoch the lost server had begun after the backup.
  for (const old of [text, documentName({ id, epoch: epoch + 1 })]) {
    const raw = await openRaw({ url }, old, { who: token, ack: true });
    await until('sent away', () => raw.closed?.code === closeCodes.epochEnded);
  }
  const raw = await openRaw({ url }, current, { who: token, ack: true });
  const { edit } = await editorOf(raw);
  raw.sendUpdate(edit((doc) => writeParagraph(doc, 'after the restore')));
  await until('saved', () => raw.acks.at(-1) === 1);
  raw.end();
}

test('a restore is refused while the server runs, and changes nothing', async () => {
  const before = await town.engine.journal.head('instance');
  const { code, out, err } = await commandHere(live.env, 'restore', taken[0]!.file);
  expect(err).toMatch(
    /^Another Groundwork server already uses (DATA_DIR|the database of DATABASE_URL).*\.\n$/
  );
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(await town.engine.journal.head('instance')).toEqual(before);
});
