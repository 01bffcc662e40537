import { expect, test } from 'vitest';
import { sectors } from '#lib/access/index.ts';
import { blocksFromMarkdown, briefJson, plainText, textHash, type Block } from '#lib/briefs/index.server.ts';
import { newId, parse } from '#lib/kernel/index.ts';
import type { BriefExport, ExportNote } from './briefExport.ts';
import { attachmentAs, safeName } from './fileName.ts';
import { noteOf, withNotes } from './notedBlocks.ts';
import { passageNotes } from './passageNotes.ts';
import { writeHtml } from './writeHtml.ts';
import { writeJson } from './writeJson.ts';
import { writeMarkdown } from './writeMarkdown.ts';
import { writeOdt } from './writeOdt.ts';
import { strFromU8, unzipSync } from 'fflate';

const section = newId();

function value(markdown: string, changes: Partial<BriefExport> = {}, blocks?: Block[]): BriefExport {
  const sections = [
    {
      ...{ id: section, key: 'problem', lang: 'en' as const, of: null },
      blocks: blocks ?? blocksFromMarkdown(markdown)
    }
  ];
  return {
    brief: {
      ...{ id: newId(), title: 'Ferry', summary: null, lang: 'en', stage: 'draft' },
      ...{ titleTranslated: null, summaryTranslated: null, steward: null, responder: null }
    },
    programme: { title: 'Harbour', titleTranslated: null, lang: 'en' },
    sections,
    contributors: sectors.map((sector) => ({ sector, people: [] })),
    version: { seq: 1, hash: textHash(sections) },
    link: 'https://example.org/p/x/briefs/y',
    ...{ at: Date.UTC(2026, 10, 24), timeZone: 'Asia/Taipei', lang: 'en', notes: [] },
    ...changes
  };
}

const note = (number: number, to: number | null): ExportNote => ({
  ...{ id: newId(), number, section, from: to === null ? null : 0, to, kind: 'need', label: 'Need' },
  ...{ quote: 'q', text: null, who: null }
});

/** The words with `[n]` where a note stands. */
function told(blocks: readonly Block[]): string {
  const spell = (runs: readonly Block[]): Block[] =>
    runs.map((run) => {
      const number = noteOf(run);
      return number !== null
        ? { type: 'text', text: `[${number}]` }
        : { ...run, ...(run.content && { content: spell(run.content) }) };
    });
  return plainText(spell(blocks));
}

test('notes stand where their words end, in paragraphs, lists, cells, code and beside line breaks', () => {
  const blocks = blocksFromMarkdown(
    'ab**cd**\\\nef\n\n- one\n- two\n\n| x | y |\n| - | - |\n| z | w |\n\n```\ncode\n```'
  );
  const text = plainText(blocks);
  expect(text).toBe('abcd\nef\none\ntwo\nx\ny\nz\nw\ncode');
  const ends = ['abc', 'abcd', 'abcd\nef', 'abcd\nef\none', 'abcd\nef\none\ntwo\nx\ny\nz', text].map(
    (all) => all.length
  );
  const noted = withNotes(
    blocks,
    ends.map((at, nth) => ({ at, number: nth + 1 }))
  );
  expect(told(noted)).toBe('abc[1]d[2]\nef[3]\none[4]\ntwo\nx\ny\nz[5]\nw\ncode[6]');
  expect(plainText(noted)).toBe(text);
});

test('a note beyond the end stands behind the last word; one among emoji leaves them whole', () => {
  const blocks = blocksFromMarkdown('one\n\n👩‍👩‍👧 two');
  expect(told(withNotes(blocks, [{ number: 1, at: 99 }]))).toBe('one\n👩‍👩‍👧 two[1]');
});

test('a name of a file keeps its title and drops what systems forbid', () => {
  expect(safeName('渡船/停駛: "如何" <就醫>?')).toBe('渡船 停駛 如何 就醫');
  expect(safeName('..')).toBe('brief');
  expect(safeName('\u202e\u0000')).toBe('brief');
  expect(safeName('CON')).toBe('brief CON');
  expect(safeName('字'.repeat(300))).toHaveLength(60);
  expect(attachmentAs("it's (a) title*", 'odt')).toBe(
    `attachment; filename="brief.odt"; filename*=UTF-8''it%27s%20%28a%29%20title.odt`
  );
  expect(attachmentAs('a\r\nset-cookie: b', 'md')).not.toMatch(/[\r\n]/);
});

test('what XML cannot hold is left out, and the file says so', () => {
  const damaged: Block[] = [
    { type: 'paragraph', content: [{ type: 'text', text: 'a\u0000b\u000bc\ud800' }] }
  ];
  const written = writeHtml(value('', {}, damaged));
  expect(written).toContain('<p>abc\ufffd</p>');
  expect(written).toContain('2 control characters');
  expect(strFromU8(unzipSync(writeOdt(value('', {}, damaged)))['content.xml']!)).toContain(
    '2 control characters'
  );
  expect(writeHtml(value('fine'))).not.toContain('control characters');
});

test('a node that no format writes leaves what describes it, in a text and between texts', () => {
  const picture = { type: 'image', attrs: { alt: 'the quay <at noon>' } } as unknown as Block;
  const given = value('', {}, [
    picture,
    { type: 'paragraph', content: [{ type: 'text', text: 'see ' }, picture] }
  ]);
  const page = writeHtml(given);
  expect(page).toContain('<p>[the quay &lt;at noon&gt;]</p>');
  expect(page).toContain('<p>see [the quay &lt;at noon&gt;]</p>');
  expect(writeMarkdown(given)).toContain('see \\[the quay');
});

test('markup in every field stays text, and links that run something are none', () => {
  const evil = '<img src=x onerror=alert(1)>"\'&';
  const runs: Block[] = [
    { type: 'text', text: evil, marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }
  ];
  const base = value('', {}, [{ type: 'paragraph', content: runs }]);
  const written = {
    ...base,
    brief: {
      ...base.brief,
      title: evil,
      summary: evil,
      titleTranslated: evil,
      steward: evil,
      responder: evil
    },
    programme: { title: evil, titleTranslated: null, lang: 'en' as const },
    contributors: [{ sector: 'government' as const, people: [{ name: evil, organisation: evil }] }],
    notes: [
      { ...note(1, 3), quote: evil, text: evil, label: evil, who: { name: evil, organisation: evil } },
      { ...note(2, null), quote: evil }
    ]
  };
  const page = writeHtml(written);
  expect(page).not.toMatch(/<img|javascript:/);
  // A title stands in the style, too, where only CSS's own escapes hold it.
  expect(/<style>[\s\S]*?<\/style>/.exec(page)![0]).not.toContain(evil.slice(0, 4));
  const odt = strFromU8(unzipSync(writeOdt(written))['content.xml']!);
  expect(odt).not.toMatch(/<img|javascript:/);
  expect(writeMarkdown(written)).not.toMatch(/(?<!\\)<img(?![^\n]*"?$)|javascript:/m);
});

test('Markdown carries notes as footnotes, and those on lost words as a list', () => {
  const written = writeMarkdown(value('some words', { notes: [note(1, 4), note(2, null)] }));
  expect(written).toContain('some[^1] words');
  expect(written).toContain('\n[^1]: Need: “q”');
  expect(written).toContain('2\\. Need: “q”');
  expect(written.startsWith('---\ntitle: Ferry\n')).toBe(true);
});

test('JSON is what an import reads, with every note and the whole text', () => {
  const given = value('# Heading\n\nsome **words**', { notes: [note(1, 4), note(2, null)] });
  const read = parse(briefJson, JSON.parse(writeJson(given)));
  expect(read.passages.map(({ to }) => to)).toEqual([4, null]);
  expect(textHash(read.sections)).toBe(given.version.hash);
});

test('passages become notes in the words of a language; those that only carry comments do not', () => {
  const passage = {
    ...{ id: newId(), section, quote: 'words', name: 'Lim', affiliation: { organisation: null } },
    place: { section, from: 0, to: 5 }
  };
  const found = passageNotes(
    [
      { ...passage, kind: 'limit' },
      { ...passage, kind: null }
    ],
    'zh-Hant'
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ label: '限制', from: 0, to: 5, who: { name: 'Lim', organisation: null } });
  expect(passageNotes([{ ...passage, kind: 'need', place: null }], 'en')[0]).toMatchObject({
    to: null,
    label: 'Need'
  });
});
