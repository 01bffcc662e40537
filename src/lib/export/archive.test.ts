import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FORMAT, type ArchiveHeader, type Part, type Row } from './archive.ts';
import { checkArchive, readArchive } from './readArchive.server.ts';
import { writeArchive } from './writeArchive.server.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-archive-'));
  file = join(folder, 'a.gz');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const header: ArchiveHeader = {
  groundwork: 'backup',
  format: FORMAT,
  version: '1.2.3',
  migrations: ['one'],
  at: 5
};
const table = { table: 'brief', columns: { id: 'text', at: 'number', text: 'bytes' } } as const;
const rows: Row[] = Array.from({ length: 3000 }, (_, n) => [`id ${n}`, n, n % 2 ? null : 'AAEC'.repeat(50)]);

async function* parts(): AsyncGenerator<Part> {
  yield { kind: 'table', table };
  for (let from = 0; from < rows.length; from += 100)
    yield { kind: 'rows', rows: rows.slice(from, from + 100) };
  yield { kind: 'table', table: { table: 'empty', columns: { id: 'text' } } };
}

const write = (replace = false) => writeArchive(file, { header, parts: parts(), replace });

test('what was written is read back, with counts and the same hashes', async () => {
  const trailer = await write();
  expect(trailer.rows).toEqual({ brief: 3000, empty: 0 });
  const read: Row[] = [];
  for await (const item of readArchive(file)) if (item.kind === 'row') read.push(item.row);
  expect(read).toEqual(rows);
  expect(await checkArchive(file)).toEqual({
    header,
    tables: [table, { table: 'empty', columns: { id: 'text' } }],
    trailer
  });
});

test('only its owner may read it, and nothing else is left in the folder', async () => {
  await write();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['a.gz']);
});

test('a file that exists is left alone unless it is to be replaced', async () => {
  writeFileSync(file, 'mine');
  await expect(write()).rejects.toThrow('exists already');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  await write(true);
  await checkArchive(file);
});

test('when what is written fails half-way, the older file stays and no half one', async () => {
  writeFileSync(file, 'mine');
  async function* failing(): AsyncGenerator<Part> {
    yield* parts();
    throw new Error('the database went away');
  }
  const writing = writeArchive(file, { header, parts: failing(), replace: true });
  await expect(writing).rejects.toThrow('went away');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(readdirSync(folder)).toEqual(['a.gz']);
});

test('a place that cannot be written is told as such', async () => {
  const writing = writeArchive(join(folder, 'none', 'a.gz'), { header, parts: parts(), replace: false });
  await expect(writing).rejects.toThrow(/cannot be written there \(ENOENT\)/);
});

test('a file cut off anywhere is refused in a sentence', async () => {
  await write();
  const whole = readFileSync(file);
  for (let part = 0; part < 20; part++) {
    writeFileSync(file, whole.subarray(0, Math.floor((whole.length * part) / 20)));
    await expect(checkArchive(file), `${part}/20`).rejects.toThrow(/^The file .*\.$/);
  }
});

test('a bit that flipped anywhere is found', async () => {
  await write();
  const whole = readFileSync(file);
  for (let part = 1; part < 40; part++) {
    const harmed = Buffer.from(whole);
    harmed[Math.floor((whole.length * part) / 40)]! ^= 4;
    writeFileSync(file, harmed);
    await expect(checkArchive(file), `${part}/40`).rejects.toThrow(/^The file .*\.$/);
  }
});

test.each<[string, (lines: string[]) => string[], RegExp]>([
  ['a changed row', (lines) => lines.with(5, '["x",1,null]'), /check sum/],
  ['a row less', (lines) => lines.toSpliced(5, 1), /check sum/],
  ['a row twice', (lines) => lines.toSpliced(5, 0, lines[5]!), /check sum/],
  ['rows in another order', (lines) => lines.with(5, lines[6]!).with(6, lines[5]!), /check sum/],
  ['a row too wide', (lines) => lines.with(5, '[1,2,3,4]'), /fits no table/],
  ['a row before any table', (lines) => lines.toSpliced(1, 0, '[1]'), /fits no table/],
  ['a table twice', (lines) => lines.toSpliced(5, 0, lines[1]!), /cannot be read/],
  ['no end', (lines) => lines.slice(0, -1), /ends too early/],
  ['something after the end', (lines) => [...lines, '[]'], /goes on after its end/],
  [
    'another format',
    (lines) => lines.with(0, lines[0]!.replace('"format":1', '"format":2')),
    /newer version/
  ],
  ['another kind of text', () => ['{"hello":1}'], /not an archive/],
  ['no JSON', (lines) => lines.with(7, '{'), /cannot be read/]
])('%s is found in a file that was zipped again', async (_, harm, told) => {
  await write();
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  writeFileSync(file, gzipSync(harm(lines).join('\n') + '\n'));
  await expect(checkArchive(file)).rejects.toThrow(told);
});

test('a file that is none, and one that is not there, are told as such', async () => {
  writeFileSync(file, 'a shopping list');
  await expect(checkArchive(file)).rejects.toThrow('not an archive of Groundwork');
  await expect(checkArchive(join(folder, 'none'))).rejects.toThrow('There is no file');
});
