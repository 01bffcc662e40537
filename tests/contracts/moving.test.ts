import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '#db/migrate.ts';
import { withSnapshot } from '#db/snapshot.server.ts';
import { system } from '#lib/access/index.ts';
import { briefText } from '#lib/briefs/document.ts';
import { textHash } from '#lib/briefs/index.server.ts';
import { exportProgramme, importProgramme, verifyArchive } from '#lib/export/index.server.ts';
import { isSound } from '#lib/export/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { hashOf } from '../sync/support/documentHash.ts';
import { openWorld, type PersonActor, type World } from '../support/world.ts';

let folder: string;
let here: World;
let there: World;
let mei: PersonActor;
let programme: Id;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-moving-'));
  [here, there] = [await openWorld(), await openWorld()];
  mei = await here.someone('林安');
  programme = await here.programme(mei);
  await here.member(programme, mei, { name: 'Wei' });
  const brief = await here.brief(mei, programme, 'A title that must go');
  const affiliation = { sector: 'government', organisation: null, capacity: null, proof: 'self_declared' };
  await here.texts.type(brief.textDocument, { id: mei.person.id, affiliation } as never, 'problem', '渡船');
  const events = await here.storage.journal.listEvents(programme);
  const { seq } = events.find(({ type }) => type === 'brief.created')!;
  const redaction = { actor: mei.person.id, chain: programme, seq, fields: ['title'] };
  await here.storage.write((unit) => here.storage.journal.redact(unit, redaction));
});
afterEach(async () => {
  await here.close();
  await there.close();
  rmSync(folder, { recursive: true });
});

const take = (world: World, name: string) =>
  withSnapshot(world.storage.connections.readerDb, (snapshot) =>
    exportProgramme(snapshot, programme, join(folder, name), { version: 't', at: 1, replace: false })
  );
const bring = (world: World, name: string) =>
  importProgramme(
    {
      ...{ write: world.storage.write, clock: world.now },
      ...{ kinds: [briefText], migrations: Object.keys(migrations) }
    },
    join(folder, name)
  );

test('a programme that moved is the same: exported again it has the same content', async () => {
  const first = await take(here, 'a.gz');
  const { programme: moved, people } = await bring(there, 'a.gz');
  expect(moved).toMatchObject({ id: programme });
  expect(people).toBe(2);
  expect((await take(there, 'b.gz')).content).toBe(first.content);
  expect(await there.storage.journal.verify(programme)).toMatchObject({ ok: true });
  expect((await there.storage.journal.listEvents('instance')).at(-1)).toMatchObject({
    type: 'programme.imported',
    data: { archive: first.sha256, people: 2 }
  });
});

test('on an empty server every text of a programme that moved has the hash it had, and its whole log', async () => {
  const brief = await here.brief(mei, programme, 'A second text');
  await here.briefs.writeText(mei, brief.id, {
    key: 'facts',
    markdown: '| 月 | 日 |\n| - | - |\n| 十二 | 9 |'
  });
  await take(here, 'a.gz');
  await bring(there, 'a.gz');
  const texts = await here.briefs.listBriefs(system, programme);
  expect(texts).toHaveLength(2);
  for (const { id } of texts) {
    const { textDocument } = await here.briefs.getBrief(system, id);
    const [before, after] = await Promise.all(
      [here, there].map(({ texts }) => texts.sync.read(textDocument))
    );
    expect(hashOf(after!.doc)).toBe(hashOf(before!.doc));
    expect(after!.seq).toBe(before!.seq);
    const said = await Promise.all([here, there].map(({ briefs }) => briefs.briefText(system, id)));
    expect(textHash(said[1]!.sections)).toBe(textHash(said[0]!.sections));
  }
});

test('a file carries no address, password, secret or redacted word; a link made before opens nothing there', async () => {
  const [link] = await here.programmes.listInvitations(mei, programme);
  await take(here, 'a.gz');
  const text = gunzipSync(readFileSync(join(folder, 'a.gz'))).toString();
  for (const secret of ['@', 'argon2', link!.secret]) expect(text).not.toContain(secret);
  const opened = text.split('\n').filter((line) => line.includes('A title that must go'));
  // The brief itself still has its title; the record no longer tells it.
  expect(opened.every((line) => !line.includes('"title"'))).toBe(true);
  expect(isSound(await verifyArchive(join(folder, 'a.gz')))).toBe(true);
  await bring(there, 'a.gz');
  await expect(there.programmes.peekInvitation(link!.secret)).rejects.toMatchObject({
    code: 'invitation_invalid'
  });
});

test('it is private there until somebody of that place facilitates it', async () => {
  await take(here, 'a.gz');
  await bring(there, 'a.gz');
  const host = await there.someone('Host');
  await expect(there.programmes.getProgramme(host, programme)).rejects.toMatchObject({ code: 'not_found' });
  const admission = { programme, account: host.person.id, sector: 'government' };
  await expect(there.programmes.admitFacilitator(host, admission)).rejects.toMatchObject({
    code: 'forbidden'
  });
  await there.programmes.admitFacilitator(system, admission);
  expect(await there.programmes.getProgramme(host, programme)).toMatchObject({ id: programme });
});

test('what is there already is refused by name, and nothing of it comes in', async () => {
  await take(here, 'a.gz');
  await bring(there, 'a.gz');
  const before = await there.storage.journal.head('instance');
  await expect(bring(there, 'a.gz')).rejects.toThrow(
    `The programme ${programme} is in this installation already`
  );
  expect(await there.storage.journal.head('instance')).toEqual(before);
  await expect(bring(here, 'a.gz')).rejects.toThrow('already');
});
