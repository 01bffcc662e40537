import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectSqlite } from '#db/connect.server.ts';
import type { Seeded } from '#server/sample.ts';
import { commandHere, commandLine } from '../support/commandLine.ts';
import { foundTown, type TownPlace } from './support/town.ts';

let folder: string;
let seeded: Seeded;
let places = 0;
const at = (...path: string[]) => join(folder, ...path);

// Founded once; who changes anything takes a copy.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-operator-'));
  seeded = await foundTown({ DATA_DIR: at('town') });
  await expectDone({ DATA_DIR: at('town') }, 'backup', at('backup.gz'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const town = () => ({ DATA_DIR: at('town') });

function emptyPlace(): TownPlace {
  return { DATA_DIR: at(`place-${++places}`) };
}

function copyOfTown(): TownPlace {
  const place = emptyPlace();
  mkdirSync(place.DATA_DIR);
  copyFileSync(at('town', 'groundwork.db'), join(place.DATA_DIR, 'groundwork.db'));
  return place;
}

async function changed({ DATA_DIR }: TownPlace, ...statements: string[]): Promise<TownPlace> {
  const { writer, close } = connectSqlite(join(DATA_DIR, 'groundwork.db'));
  for (const statement of statements) await sql.raw(statement).execute(writer);
  await close();
  return { DATA_DIR };
}

async function expectDone(place: TownPlace, ...args: string[]): Promise<string> {
  const { code, out, err } = await commandHere(place, ...args);
  expect({ code, err }, args.join(' ')).toEqual({ code: 0, err: '' });
  return out;
}

async function expectRefused(place: TownPlace, sentence: RegExp, ...args: string[]): Promise<void> {
  const { code, out, err } = await commandHere(place, ...args);
  expect(err).toMatch(/^[^\n]+\.\n$/);
  expect(err).toMatch(sentence);
  expect({ code, out }).toEqual({ code: 1, out: '' });
}

type Chains = { ok: boolean; chains: { chain: string; entries: number; head: string }[] };
const chainsOf = async (place: TownPlace, ...args: string[]) =>
  JSON.parse(await expectDone(place, 'verify-log', ...args, '--json')) as Chains;

/** Takes an archive apart, lets somebody change a row of a table, and packs it again with check sums that fit. */
function repacked(file: string, table: string, change: (row: unknown[], columns: string[]) => void): string {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const trailer = JSON.parse(lines.pop()!) as { end: { content: string; sha256: string } };
  const start = lines.findIndex((line) => line.startsWith(`{"table":"${table}"`));
  const { columns } = JSON.parse(lines[start]!) as { columns: Record<string, string> };
  const row = JSON.parse(lines[start + 2]!) as unknown[];
  change(row, Object.keys(columns));
  lines[start + 2] = JSON.stringify(row);
  const sha256 = (some: string[]) =>
    createHash('sha256')
      .update(some.map((line) => `${line}\n`).join(''))
      .digest('hex');
  const end = { ...trailer.end, content: sha256(lines.slice(1)), sha256: sha256(lines) };
  const forged = at('forged.gz');
  writeFileSync(forged, gzipSync([...lines, JSON.stringify({ end }), ''].join('\n')));
  return forged;
}

test('verify-log tells the head of every chain, the same of database and backup, and holds what was published', async () => {
  const [inDatabase, inFile] = await Promise.all([chainsOf(town()), chainsOf(town(), at('backup.gz'))]);
  expect(inDatabase).toMatchObject({ ok: true });
  expect(inDatabase.chains.map(({ chain }) => chain)).toEqual(
    expect.arrayContaining(['instance', seeded.programmeId])
  );
  expect(inFile).toEqual(inDatabase);
  const { chain, entries, head } = inDatabase.chains[0]!;
  await Promise.all([
    expectDone(town(), 'verify-log', '--head', `${entries}:${head}`),
    expectDone(town(), 'verify-log', at('backup.gz'), '--head', `${chain}:${entries}:${head}`),
    expectRefused(town(), /^--head takes SEQ:HASH/, 'verify-log', '--head', 'latest'),
    expectRefused(town(), /is in no record any more/, 'verify-log', '--head', `${entries}:${'0'.repeat(64)}`)
  ]);
});

test(
  'verify-log names a tampered entry of the database, and its process ends with 1',
  { timeout: 60_000 },
  async () => {
    const place = await changed(
      copyOfTown(),
      'drop trigger journal_event_no_update',
      `update journal_event set body = body || ' ' where chain = 'instance' and seq = 3`
    );
    const sentence = /^Entry 3 of instance is not as it was recorded: [^\n]+\.\n$/;
    await expectRefused(place, sentence, 'verify-log');
    const [bad, good] = await Promise.all([
      commandLine(place, 'verify-log'),
      commandLine(town(), 'verify-log')
    ]);
    expect(bad).toEqual({ code: 1, out: '', err: expect.stringMatching(sentence) });
    expect(good).toMatchObject({ code: 0, err: '' });
  }
);

test('a tail cut off with its head moved back is whole in itself, and found by what was published', async () => {
  const { chains } = await chainsOf(town());
  const { chain, entries, head } = chains.find(({ chain }) => chain === seeded.programmeId)!;
  const last = `chain = '${chain}' and seq = ${entries}`;
  const before = `(select hash from journal_event where chain = '${chain}' and seq = ${entries - 1})`;
  const place = await changed(
    copyOfTown(),
    'drop trigger journal_event_no_delete',
    `delete from journal_event where ${last}`,
    `delete from journal_opening where ${last}`,
    `update journal_chain set head_seq = ${entries - 1}, head_hash = ${before} where chain = '${chain}'`
  );
  const cut = await chainsOf(place);
  expect(cut.chains.find((one) => one.chain === chain)).toMatchObject({ entries: entries - 1 });
  await expectRefused(
    place,
    new RegExp(`^Entry ${entries} with the published hash ${head} is in no record any more`),
    ...['verify-log', '--head', `${chain}:${entries}:${head}`]
  );
});

test('an entry changed inside a backup is named though its check sums were made to fit, and not restored', async () => {
  const forged = repacked(at('backup.gz'), 'journal_event', (row, columns) => {
    row[columns.indexOf('actor')] = 'somebody';
  });
  const place = emptyPlace();
  await Promise.all([
    expectRefused(place, /^Entry 2 of \S+ is not as it was recorded: /, 'verify-log', forged),
    expectRefused(place, /tampered with before it was made/, 'restore', forged)
  ]);
  expect(readdirSync(place.DATA_DIR).filter((name) => name.startsWith('groundwork'))).toEqual([]);
});

test('rebuild makes a damaged snapshot anew, and leaves a damaged document alone', async () => {
  const place = copyOfTown();
  const first = JSON.parse(await expectDone(place, 'rebuild', '--json')) as Record<
    string,
    { looked: number }
  >;
  expect(first.documents!.looked).toBeGreaterThan(2);
  await changed(place, `update document_snapshot set state = x'00'`);
  const mended = JSON.parse(await expectDone(place, 'rebuild', '--json')) as typeof first;
  const { looked } = first.documents!;
  expect(mended).toMatchObject({ documents: { looked, renewed: looked } });
  await changed(place, `update document_update set "update" = x'ff' where seq = 1`);
  await expectRefused(place, /is damaged and was left as it is; restore a backup/, 'rebuild');
  await expectRefused(emptyPlace(), /no database in DATA_DIR/, 'rebuild');
});

test('a programme moves by export and import, and gets a facilitator there', async () => {
  const place = emptyPlace();
  const { programmeId } = seeded;
  const file = at('programme.gz');
  await Promise.all([
    expectDone(town(), 'export', '--programme', programmeId, file),
    expectRefused(
      town(),
      /^There is no programme nowhere here/,
      'export',
      '--programme',
      'nowhere',
      at('no.gz')
    ),
    expectDone(place, 'user', 'create', '--email', 'host@else.example', '--name', 'Host')
  ]);
  await expectRefused(
    place,
    /^Nobody here has the e-mail address/,
    'import',
    file,
    '--facilitator',
    'no@else.example',
    '--sector',
    'government'
  );
  const told = await expectDone(place, 'import', file);
  expect(told).toContain(`private, at /p/${programmeId}`);
  const admit = (user: string) => [
    'facilitator',
    'add',
    '--programme',
    programmeId,
    '--user',
    user,
    '--sector',
    'government'
  ];
  await expectDone(place, ...admit('host@else.example'));
  await Promise.all([
    expectRefused(place, /^Nobody here has the e-mail address/, ...admit('no@else.example')),
    expectRefused(place, /is in this installation already; nothing was imported/, 'import', file),
    expectRefused(place, /holds one programme; bring it in with import/, 'restore', file, '--replace')
  ]);
  expect((await chainsOf(place)).chains.map(({ chain }) => chain)).toContain(programmeId);
});

test('restore --replace sets the database that was there aside, whole', async () => {
  const place = copyOfTown();
  await expectRefused(place, /add --replace to set it aside/, 'restore', at('backup.gz'));
  const { asideFile, isWhole } = JSON.parse(
    await expectDone(place, 'restore', at('backup.gz'), '--replace', '--json')
  ) as { asideFile: string; isWhole: boolean };
  expect(isWhole).toBe(true);
  const old = emptyPlace();
  mkdirSync(old.DATA_DIR);
  copyFileSync(asideFile, join(old.DATA_DIR, 'groundwork.db'));
  const [was, is] = await Promise.all([chainsOf(old), chainsOf(place)]);
  expect(was).toEqual(await chainsOf(town()));
  const entries = ({ chains }: Chains) => chains.find(({ chain }) => chain === 'instance')!.entries;
  expect(entries(is)).toBe(entries(was) + 1);
});
