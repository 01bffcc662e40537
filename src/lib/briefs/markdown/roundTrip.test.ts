import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, type Block } from '../blocks.ts';
import { blocksFromMarkdown, markdownFrom } from './index.ts';

const text = (words: string): Block => ({ type: 'text', text: words });

// Words that mean something to Markdown, among ordinary ones; blanks and punctuation never at the edge of a mark.
const word = fc.constantFrom(
  '水',
  'flood',
  '路口 17',
  'a*b',
  '_x_',
  '# 1',
  '- y',
  '1. z',
  '<b>',
  '|',
  '`',
  '[q]',
  '~',
  '&amp;',
  '\\',
  '+',
  '=',
  '(a)',
  '![i]',
  '> r'
);
const edge = fc.constantFrom('字', 'e', '7');
const words = fc
  .tuple(edge, fc.array(word, { maxLength: 3 }), edge)
  .map(([a, mid, b]) => [a, ...mid, b].join(' '));
const marks = fc.uniqueArray(fc.constantFrom('bold', 'italic', 'strike', 'link'), { maxLength: 3 });
const run = fc.tuple(words, marks, fc.boolean()).map(([words, names, isCode]): Block => {
  const order = ['link', 'bold', 'italic', 'strike'].filter((name) => names.includes(name as 'bold'));
  const all = [...order, ...(isCode ? ['code'] : [])].map((type) =>
    type === 'link' ? { type, attrs: { href: 'https://example.org/a_b?c=(d)' } } : { type }
  );
  return all.length > 0 ? { type: 'text', text: words, marks: all } : { type: 'text', text: words };
});
const spaced = fc.array(run, { minLength: 1, maxLength: 4 }).map((runs) =>
  // Plain blanks between runs keep neighbours with equal marks apart.
  runs
    .flatMap((one, at): Block[] => (at === 0 ? [one] : [text(' '), one]))
    .reduce<Block[]>((all, one) => {
      const last = all.at(-1);
      if (last && !last.marks && !one.marks)
        all[all.length - 1] = { ...last, text: `${last.text}${one.text}` };
      else all.push(one);
      return all;
    }, [])
);
const line = fc
  .tuple(spaced, fc.option(spaced, { nil: null }))
  .map(([first, second]): Block[] => (second ? [...first, { type: 'hardBreak' }, ...second] : first));
const paragraphs = line.map((content): Block => ({ type: 'paragraph', content }));
const headings = fc
  .tuple(fc.constantFrom(2, 3), spaced)
  .map(([level, content]): Block => ({ type: 'heading', attrs: { level }, content }));
const codes = fc
  .tuple(fc.option(fc.constantFrom('ts', 'c++')), fc.constantFrom('a', 'a\n\n  b', '```', '~~~\n# x', '字'))
  .map(([language, code]): Block => ({
    type: 'codeBlock',
    ...(language ? { attrs: { language } } : {}),
    content: [text(code)]
  }));
const cell = fc
  .array(fc.oneof(line, fc.constant<Block[]>([])), { minLength: 1, maxLength: 2 })
  .map((lines) => (lines.some((one) => one.length === 0) ? [lines[0]!] : lines))
  .map((lines): Block => ({
    type: 'tableCell',
    content: lines.map((content) =>
      content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' }
    )
  }));
const tables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.boolean())
  .chain(([width, height, header]) =>
    fc
      .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height })
      .map((rows): Block => ({
        type: 'table',
        attrs: { header: header && plainText(rows[0]!).trim() !== '' },
        content: rows.map((content) => ({ type: 'tableRow', content }))
      }))
  );
const inner: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => {
  const some = fc.array(tie('block'), { maxLength: 2, depthIdentifier: 'nest' });
  const items = (type: 'listItem' | 'taskItem') =>
    fc.tuple(paragraphs, some, fc.boolean()).map(([first, rest, checked]): Block => ({
      type,
      ...(type === 'taskItem' ? { attrs: { checked } } : {}),
      content: [first, ...rest]
    }));
  const list = (type: 'bulletList' | 'orderedList' | 'taskList') =>
    fc
      .tuple(
        fc.array(items(type === 'taskList' ? 'taskItem' : 'listItem'), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 1, 7)
      )
      .map(([content, start]): Block => ({
        type,
        ...(type === 'orderedList' ? { attrs: { start } } : {}),
        content
      }));
  return {
    block: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'nest' },
      paragraphs,
      codes,
      headings,
      fc.constant<Block>({ type: 'horizontalRule' }),
      list('bulletList'),
      list('orderedList'),
      list('taskList'),
      fc
        .tuple(tie('block'), some)
        .map(([first, rest]): Block => ({ type: 'blockquote', content: [first, ...rest] }))
    )
  };
}).block;
const anyBlocks = fc.array(fc.oneof({ weight: 4, arbitrary: inner }, { weight: 1, arbitrary: tables }), {
  maxLength: 4
});

test('what is written is read back as the same blocks', () => {
  fc.assert(
    fc.property(anyBlocks, (blocks) => {
      const markdown = markdownFrom(blocks);
      expect(blocksFromMarkdown(markdown), markdown).toEqual(blocks);
    }),
    { seed: 7, numRuns: 150, endOnFailure: false }
  );
});
