import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf } from '#lib/export/index.server.ts';
import { run } from './support/programs.ts';
import { sampleBrief } from './support/sampleBrief.ts';

const english = { ...sampleBrief, lang: 'en' as const };
let folder: string;
const at = (name: string) => join(folder, name);

// Starting an office takes longer than all it does here: one start for all files, with a profile of its own.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groundwork-office-'));
  for (const format of ['odt', 'docx'] as const) {
    const { body } = await fileOf(sampleBrief, format);
    await writeFile(at(`as-${format}.${format}`), body);
  }
  await writeFile(at('english.odt'), (await fileOf(english, 'odt')).body);
  await writeFile(at('page.html'), (await fileOf(sampleBrief, 'html')).body);
  await writeFile(at('text.md'), (await fileOf(sampleBrief, 'md')).body);
  const files = ['as-odt.odt', 'as-docx.docx', 'english.odt'].map(at);
  const profile = `-env:UserInstallation=file://${at('profile')}`;
  await run('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files]);
}, 90_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a reader must find, whatever the format: text, lists, tables, both languages, people. */
const words = [
  '渡船停駛時，長者如何就醫',
  'Getting to the clinic when the ferry stops',
  '強風停航的日子，離岸三百多位',
  '無法回診，見航班統計',
  '全形標點',
  '刪去的字',
  'code & <tag>',
  '第三層之一',
  '第三層之二',
  '第二層又一',
  '從五開始',
  '向港務局要',
  '訪談十二位長者',
  '停航日數',
  '影響人次與說明',
  '四百零八人次',
  '「船不開，藥就斷了。」',
  '受訪者甲',
  'select count(*)',
  'where wind > 8',
  '換行與 <script>alert(1)</script> 原樣。',
  '這裡不該連出去',
  'When the wind is strong',
  'December',
  '林阿好',
  '港務局',
  '王小明'
];
/** What was said about the text. */
const notes = ['這是最急的', '「第三層之二」', '怎麼算的？', '蒲福風級', '原文刪了'];
const frame = [
  '問題陳述',
  '王小明（港務科）',
  '尚未發言：技術社群',
  sampleBrief.version.hash,
  'groundwork.example/p/'
];

/** Without blanks: where lines break is the page's affair. */
const bare = (text: string) => text.replace(/[\s\u00a0]+/gu, '');
const missing = (text: string, wanted: readonly string[]) =>
  wanted.filter((one) => !bare(text).includes(bare(one)));
const textOf = async (pdf: string) => run('pdftotext', ['-enc', 'UTF-8', at(pdf), '-']);

test.each(['as-odt.pdf', 'as-docx.pdf'])('LibreOffice shows all of it on pages: %s', async (pdf) => {
  const text = await textOf(pdf);
  expect(missing(text, [...words, ...notes, ...frame])).toEqual([]);
  expect(text).toMatch(/☐[\s\S]*☑/);
  // Numbers begin where the writer said, and every page says which it is.
  expect(bare(text)).toContain('5.從五開始6.第六');
  expect(bare(text)).toMatch(/1\/\d/);
});

test('the frame of a file follows the reader, the text does not', async () => {
  const text = await textOf('english.pdf');
  expect(
    missing(text, ['No one yet from', 'Who wrote', 'Permanent link', 'Harbour Night', ...words])
  ).toEqual([]);
  expect(text).not.toContain('尚未發言');
});

test.each([
  ['as-odt.odt', []],
  ['as-docx.docx', []],
  ['page.html', []],
  // There, these stand in the front matter.
  [
    'text.md',
    ['Getting to the clinic when the ferry stops', sampleBrief.version.hash, 'groundwork.example/p/']
  ]
])('pandoc reads back all text, tables and notes of %s', async (file, elsewhere) => {
  const json = JSON.parse(await run('pandoc', [at(file), '-t', 'json'])) as unknown;
  const text = await run('pandoc', [at(file), '-t', 'plain', '--wrap=none']);
  const wanted = [...words, ...notes, ...frame].filter((one) => !elsewhere.includes(one));
  // Plain text marks what is struck through, and puts bold words in capitals.
  expect(
    missing(
      text.replace(/~~|[_*`]/g, ''),
      wanted.map((one) => one.replace(/[_*`]/g, ''))
    )
  ).toEqual([]);
  expect(count(json, 'Table')).toBe(2);
  if (file !== 'page.html') expect(count(json, 'Note')).toBe(4);
  expect(count(json, 'BulletList')).toBeGreaterThanOrEqual(2);
  expect(count(json, 'OrderedList')).toBeGreaterThanOrEqual(2);
});

function count(node: unknown, type: string): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = (node as { t?: unknown }).t === type ? 1 : 0;
  return Object.values(node).reduce<number>((sum, child) => sum + count(child, type), own);
}

test('every part of both files is well-formed XML that names nothing outside', async () => {
  for (const file of ['as-odt.odt', 'as-docx.docx']) {
    const parts = Object.entries(unzipSync(await readFile(at(file))));
    for (const [name, bytes] of parts.filter(([name]) => /\.(xml|rels)$/.test(name))) {
      const xml = strFromU8(bytes);
      const parser = new SaxesParser({ xmlns: true, fileName: `${file}/${name}` });
      parser.on('error', (error) => expect.fail(error.message));
      parser.write(xml).close();
      expect(xml).not.toMatch(/<!DOCTYPE|<!ENTITY|javascript:/i);
    }
  }
});

test('an OpenDocument file says what it is in its first bytes, readable', async () => {
  const bytes = await readFile(at('as-odt.odt'));
  expect(bytes.subarray(30, 38).toString()).toBe('mimetype');
  expect(bytes.subarray(38, 77).toString()).toBe('application/vnd.oasis.opendocument.text');
});

test('Word is told the width of every column three times the same, and they fill the page', async () => {
  const parts = unzipSync(await readFile(at('as-docx.docx')));
  const xml = strFromU8(parts['word/document.xml']!);
  const tables = [...xml.matchAll(/<w:tbl>[\s\S]*?<\/w:tbl>/g)].map(([table]) => table);
  expect(tables).toHaveLength(2);
  for (const table of tables) {
    const grid = [...table.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(([, width]) => Number(width));
    const row = /<w:tr>[\s\S]*?<\/w:tr>/.exec(table)![0];
    const cells = [...row.matchAll(/<w:tcW [^>]*w:w="(\d+)"/g)].map(([, width]) => Number(width));
    expect(grid.length).toBeGreaterThan(1);
    expect(cells).toEqual(grid);
    expect(Math.min(...grid)).toBeGreaterThan(500);
    expect(grid.reduce((sum, width) => sum + width, 0)).toBeGreaterThan(9000);
  }
});

test('nothing in a file can run: no script, no link to one, and the page tells browsers so', async () => {
  const page = await readFile(at('page.html'), 'utf8');
  expect(page).not.toMatch(/<script|javascript:|\son\w+=/i);
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(await readFile(at('text.md'), 'utf8')).not.toMatch(/javascript:|(?<!\\)<script/i);
  expect(existsSync(at('profile'))).toBe(true);
});
