import { expect, test } from 'vitest';
import { blocksFromMarkdown } from './read.ts';
import { markdownReader } from './readApart.server.ts';

const tangled = { code: 'invalid_input', issues: [{ field: 'markdown', reason: 'too_tangled' }] };
const lively =
  '## 問題\n\n**重要**：*請* 看 `code_name` 與 ~~舊的~~。\n\n- 一\n  - 二\n    - 三\n\n> 引用\n> > 再引用\n\n---\n\n';

test('a long and lively text reads as it does in the browser', async () => {
  const text = lively.repeat(250);
  expect(await markdownReader({ text: 20_000 })(text)).toEqual(blocksFromMarkdown(text));
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
  await expect(read(markdown)).rejects.toMatchObject(tangled);
  clearInterval(serving);
  // On this thread nothing else would have had a turn meanwhile.
  expect(turns).toBeGreaterThan(1);
  expect(await read('**go on**')).toEqual(blocksFromMarkdown('**go on**'));
});

test('only so much text waits for its turn', async () => {
  const read = markdownReader();
  const long = `${'a'.repeat(99_998)}\n\n`;
  const asked = await Promise.allSettled(Array.from({ length: 6 }, () => read(long)));
  expect(asked.map(({ status }) => status)).toEqual([
    ...Array<string>(4).fill('fulfilled'),
    ...Array<string>(2).fill('rejected')
  ]);
  expect(asked.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
  expect(await read(long)).toHaveLength(1);
});
