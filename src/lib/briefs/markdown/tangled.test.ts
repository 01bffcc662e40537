import { expect, test } from 'vitest';
import { isTangled } from './tangled.ts';

test.each([
  ['signs of emphasis', '*a_'.repeat(600)],
  ['signs all over', '*a_ b *c_\n\n'.repeat(1500)],
  ['backticks', Array.from({ length: 140 }, (_, i) => `${'`'.repeat(i + 1)} a`).join('')],
  ['links never closed', '[a]('.repeat(10_000)],
  ['quotes', `${'>'.repeat(5000)}a`],
  ['lists in one line', `${'- '.repeat(5000)}a`],
  ['lists line by line', Array.from({ length: 200 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n')]
])('%s that would hold up the server are known before they are read', (_, markdown) => {
  expect(isTangled(markdown)).toBe(true);
});

test('a long and lively text is none', () => {
  const part =
    '## 問題\n\n**重要**：*請* 看 `code_name` 與 ~~舊的~~。\n\n- 一\n  - 二\n    - 三\n\n> 引用\n> > 再引用\n\n---\n\n';
  expect(isTangled(part.repeat(250))).toBe(false);
  expect(isTangled(`\`\`\`\n${' '.repeat(90)}deep code\n\`\`\``)).toBe(false);
  expect(isTangled(`${'-'.repeat(80)}\n\n${'* '.repeat(40)}`)).toBe(false);
});
