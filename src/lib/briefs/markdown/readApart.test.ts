import { expect, test } from 'vitest';
import { blocksFromMarkdown } from './read.ts';
import { markdownReader } from './readApart.server.ts';

const tangled = { code: 'invalid_input', issues: [{ field: 'markdown', reason: 'too_tangled' }] };
const lively =
  '## 問題\n\n**重要**：*請* 看 `code_name` 與 ~~舊的~~。\n\n- 一\n  - 二\n    - 三\n\n> 引用\n> > 再引用\n\n---\n\n';

test('a long and lively text reads as it does in the browser', async () => {
  const text = lively.repeat(340);
  expect(await markdownReader()(text, 'author')).toEqual(blocksFromMarkdown(text));
});

test.each([
  ['signs that pair with nothing', '*a_'.repeat(10_000)],
  ['lists whose text never ends', `${'- '.repeat(15)}a\n${'a\n'.repeat(45_000)}`],
  ['quotes in quotes', `${'>'.repeat(5000)}a`],
  ['more levels than a text has', `${'- '.repeat(40)}a`],
  ['more cells than a section holds', `|a|\n|-|\n${'|a|\n'.repeat(20_000)}`]
])('%s are refused, and hold up nobody meanwhile', async (_, markdown) => {
  const read = markdownReader({ text: 1000 });
  let turns = 0;
  const serving = setInterval(() => turns++, 20);
  await expect(read(markdown, 'author')).rejects.toMatchObject(tangled);
  clearInterval(serving);
  // On this thread nothing else would have had a turn meanwhile.
  expect(turns).toBeGreaterThan(1);
  expect(await read('**go on**', 'author')).toEqual(blocksFromMarkdown('**go on**'));
});

test('whoever sends tangled texts one upon the other waits alone', async () => {
  const read = markdownReader({ text: 1000 });
  const sent = Promise.allSettled(Array.from({ length: 8 }, () => read('*a_'.repeat(6000), 'tangler')));
  expect(await read('**hello**', 'other')).toEqual(blocksFromMarkdown('**hello**'));
  const [first, ...more] = (await sent) as PromiseRejectedResult[];
  expect(first!.reason).toMatchObject(tangled);
  for (const { reason } of more) expect(reason).toMatchObject({ code: 'too_many_requests' });
});

test('short texts of one author may be sent at once', async () => {
  const read = markdownReader();
  const lines = Array.from({ length: 60 }, (_, n) => `line ${n}`);
  const blocks = await Promise.all(lines.map((line) => read(line, 'author')));
  expect(blocks).toEqual(lines.map((line) => blocksFromMarkdown(line)));
});

test('only so much text waits for its turn', async () => {
  const read = markdownReader();
  const long = `${'a'.repeat(99_998)}\n\n`;
  const asked = await Promise.allSettled(Array.from({ length: 6 }, (_, n) => read(long, `author ${n}`)));
  expect(asked.map(({ status }) => status)).toEqual([
    ...Array<string>(4).fill('fulfilled'),
    ...Array<string>(2).fill('rejected')
  ]);
  expect(asked.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
  expect(await read(long, 'author 0')).toHaveLength(1);
});
