import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText, type Block } from '../blocks.ts';
import { blocksFromMarkdown, largestHeading, markdownFrom } from './index.ts';

const text = (words: string, ...marks: string[]): Block =>
  marks.length > 0
    ? { type: 'text', text: words, marks: marks.map((type) => ({ type })) }
    : { type: 'text', text: words };
const paragraph = (...content: Block[]): Block =>
  content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' };
const link = (words: string, href: string): Block => ({
  type: 'text',
  text: words,
  marks: [{ type: 'link', attrs: { href } }]
});

describe('Markdown becomes blocks', () => {
  test.each<[string, Block[]]>([
    ['# 大\n\n## 也大\n\n#### 小', [heading(2, '大'), heading(2, '也大'), heading(3, '小')]],
    ['第一行\n第二行', [paragraph(text('第一行第二行'))]],
    ['one\ntwo', [paragraph(text('one two'))]],
    ['一\\\n二', [paragraph(text('一'), { type: 'hardBreak' }, text('二'))]],
    ['9~12 點，3~5 人', [paragraph(text('9~12 點，3~5 人'))]],
    ['~~不要~~**要**', [paragraph(text('不要', 'strike'), text('要', 'bold'))]],
    ['```ts\na\n  b\n```', [{ type: 'codeBlock', attrs: { language: 'ts' }, content: [text('a\n  b')] }]],
    ['```js=\na\n```', [{ type: 'codeBlock', attrs: { language: 'js' }, content: [text('a')] }]],
    ['```程式 一\na\n```', [paragraph(text('程式 一')), { type: 'codeBlock', content: [text('a')] }]],
    ['---', [{ type: 'horizontalRule' }]],
    ['> 話', [{ type: 'blockquote', content: [paragraph(text('話'))] }]],
    ['[ok](https://example.org/a)', [paragraph(link('ok', 'https://example.org/a'))]],
    ['[x](javascript:alert(1))', [paragraph(text('x (javascript:alert(1))'))]],
    ['見 https://example.org', [paragraph(text('見 '), link('https://example.org', 'https://example.org'))]],
    ['![淹水的路](https://example.org/a.jpg)', [paragraph(link('淹水的路', 'https://example.org/a.jpg'))]],
    [
      '![](https://example.org/a.jpg)',
      [paragraph(link('https://example.org/a.jpg', 'https://example.org/a.jpg'))]
    ],
    ['說[^1]\n\n[^1]: 註', [paragraph(text('說[1]')), paragraph(text('[1] 註'))]],
    ['a<br>b <u>c</u>', [paragraph(text('a'), { type: 'hardBreak' }, text('b c'))]],
    ['<div>\n<p>一</p>\n<p>二</p>\n</div>', [paragraph(text('一'), { type: 'hardBreak' }, text('二'))]],
    ['<!-- 註 -->', [paragraph(text('<!-- 註 -->'))]],
    ['[a][b]\n\n[b]: https://example.org', [paragraph(link('a', 'https://example.org'))]],
    ['[b]: https://example.org', [paragraph(link('b', 'https://example.org'))]]
  ])('%j', (markdown, blocks) => {
    expect(blocksFromMarkdown(markdown)).toEqual(blocks);
  });

  test('lists nest, tasks are a list of their own, and numbers begin where they did', () => {
    expect(blocksFromMarkdown('3. a\n   - [x] b\n   - [ ]\n   - c\n4. d')).toEqual([
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [
          {
            type: 'listItem',
            content: [
              paragraph(text('a')),
              {
                type: 'taskList',
                content: [
                  { type: 'taskItem', attrs: { checked: true }, content: [paragraph(text('b'))] },
                  { type: 'taskItem', attrs: { checked: false }, content: [paragraph()] }
                ]
              },
              { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('c'))] }] }
            ]
          },
          { type: 'listItem', content: [paragraph(text('d'))] }
        ]
      }
    ]);
  });

  test('tables keep their cells, short rows are filled, and an empty header row is none', () => {
    expect(blocksFromMarkdown('| 人 | 事 |\n|--|--|\n| a |')).toEqual([
      table(true, [
        ['人', '事'],
        ['a', '']
      ])
    ]);
    expect(blocksFromMarkdown('|  |  |\n|--|--|\n| a | b |')).toEqual([table(false, [['a', 'b']])]);
    expect(blocksFromMarkdown('> | a | b |\n> |--|--|\n> | c | d |')).toEqual([
      { type: 'blockquote', content: [paragraph(text('a | b')), paragraph(text('c | d'))] }
    ]);
  });

  test('below a document’s own headings, levels count from there', () => {
    expect(blocksFromMarkdown('### a\n\n#### b', { larger: 3 })).toEqual([heading(2, 'a'), heading(3, 'b')]);
    expect(markdownFrom([heading(2, 'a'), heading(3, 'b')], { larger: 3 })).toBe('### a\n\n#### b\n');
    expect(largestHeading('### a\n\n## b')).toBe(2);
    expect(largestHeading('a')).toBeNull();
  });

  test('no text throws, and no word of it is left out', () => {
    const pieces = fc.constantFrom(
      '# ',
      '- ',
      '> ',
      '| ',
      '|\n|--|--|\n',
      '```',
      '\n',
      '  ',
      '[',
      '](',
      ')',
      '*',
      '_',
      '~~',
      '<b>',
      '<',
      '>',
      '[^1]',
      ': ',
      '\\',
      '&amp;',
      '1. '
    );
    const words = fc.integer({ min: 100, max: 999 }).map((n) => `字${n}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, words), { maxLength: 40 }), (parts) => {
        const read = allText(blocksFromMarkdown(parts.join('')));
        for (const part of parts) if (part.startsWith('字')) expect(read).toContain(part);
      }),
      { seed: 11, numRuns: 2000 }
    );
  });
});

describe('blocks become Markdown', () => {
  test('marks let go of blanks and of punctuation beside a word', () => {
    expect(markdownFrom([paragraph(text('重點：', 'bold'), text('後面'))])).toBe('**重點**：後面\n');
    expect(markdownFrom([paragraph(text('see '), text('this ', 'italic'), text('now'))])).toBe(
      'see *this* now\n'
    );
    expect(markdownFrom([paragraph(text('結束。', 'bold'))])).toBe('**結束。**\n');
  });

  test('tables line up, Chinese characters counting twice', () => {
    expect(
      markdownFrom([
        table(true, [
          ['人', 'what'],
          ['abcd', '事|物']
        ])
      ])
    ).toBe('| 人   | what   |\n| ---- | ------ |\n| abcd | 事\\|物 |\n');
  });

  test('a cell with several paragraphs or a list keeps its lines', () => {
    const cell: Block = {
      type: 'tableCell',
      content: [
        paragraph(text('a')),
        paragraph(text('b')),
        { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('c'))] }] }
      ]
    };
    const written = markdownFrom([{ type: 'table', content: [{ type: 'tableRow', content: [cell] }] }]);
    expect(written).toContain('a<br><br>b<br>• c');
    expect(
      blocksFromMarkdown(written)[0]!.content![0]!.content![0]!.content!.map((one) => plainText([one]))
    ).toEqual(['a', 'b\n• c']);
  });

  test('a ragged table is written as the grid people see', () => {
    const row = (...cells: [string, string][]): Block => ({
      type: 'tableRow',
      content: cells.map(([column, words]) => ({
        type: 'tableCell',
        attrs: { column },
        content: [paragraph(...(words ? [text(words)] : []))]
      }))
    });
    const ragged: Block = {
      type: 'table',
      content: [row(['a', '1'], ['x', ''], ['b', '2']), row(['a', '3'], ['b', '4'])]
    };
    expect(markdownFrom([ragged])).toBe('| 1 |   | 2 |\n| - | - | - |\n| 3 |   | 4 |\n');
  });
});

function heading(level: 2 | 3, words: string): Block {
  return { type: 'heading', attrs: { level }, content: [text(words)] };
}

function table(header: boolean, rows: string[][]): Block {
  return {
    type: 'table',
    attrs: { header },
    content: rows.map((cells) => ({
      type: 'tableRow',
      content: cells.map((words) => ({
        type: 'tableCell',
        content: [paragraph(...(words ? [text(words)] : []))]
      }))
    }))
  };
}

function allText(blocks: readonly Block[]): string {
  return blocks.map((block) => (block.text ?? '') + allText(block.content ?? [])).join('');
}
