import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText, type Block } from './blocks.ts';
import { overlay, type TextRun } from './textRuns.ts';

const text = (words: string): Block => ({ type: 'text', text: words });
const paragraph = (...content: Block[]): Block => ({ type: 'paragraph', content });
const list = (...items: Block[]): Block => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [item] }))
});
const run = (from: number, to: number, more: Partial<TextRun> = {}): TextRun => ({
  ...{ id: `r${from}`, section: 's', from, to, look: 'look' },
  ...more
});

type Piece = { text: string; runs: string; added: boolean };
function pieces(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap((block) => {
    if (block.type !== 'text') return pieces(block.content ?? []);
    const attrs = block.marks?.find(({ type }) => type === 'run')?.attrs;
    return [{ text: block.text ?? '', runs: attrs?.runs ?? '', added: attrs?.added === 'yes' }];
  });
}
const marked = (blocks: readonly Block[], id: string) =>
  pieces(blocks)
    .filter(({ runs, added }) => !added && runs.split(' ').includes(id))
    .map((piece) => piece.text)
    .join('|');

describe('a run is laid over the words its offsets name', () => {
  const blocks = [
    paragraph(text('甲乙丙'), { type: 'hardBreak' }, text('丁')),
    list(paragraph(text('戊己')))
  ];

  test('inside one text, across a line break, across blocks', () => {
    expect(plainText(blocks)).toBe('甲乙丙\n丁\n戊己');
    expect(marked(overlay(blocks, [run(1, 2)]), 'r1')).toBe('乙');
    expect(marked(overlay(blocks, [run(2, 5)]), 'r2')).toBe('丙|丁');
    expect(marked(overlay(blocks, [run(4, 7)]), 'r4')).toBe('丁|戊');
  });

  test('two that overlap share the words between them', () => {
    const laid = overlay(blocks, [run(0, 2), run(1, 3)]);
    expect(pieces(laid).map(({ runs }) => runs)).toEqual(['r0', 'r0 r1', 'r1', '', '']);
  });

  test('words that are only proposed stand behind their run, and are told apart', () => {
    const laid = overlay(blocks, [run(0, 3, { after: { text: '新', look: 'new' } })]);
    expect(pieces(laid)[1]).toEqual({ text: '新', runs: 'r0', added: true });
    const before = overlay(blocks, [run(0, 0, { after: { text: '新', look: 'new' } })]);
    expect(pieces(before)[0]).toEqual({ text: '新', runs: 'r0', added: true });
    const behindBreak = overlay(blocks, [run(2, 4, { after: { text: '新', look: 'new' } })]);
    expect(pieces(behindBreak).map((piece) => piece.text)).toEqual(['甲乙', '丙', '新', '丁', '戊己']);
    const into = overlay([paragraph()], [run(0, 0, { after: { text: '新', look: 'new' } })]);
    expect(pieces(into)).toEqual([{ text: '新', runs: 'r0', added: true }]);
  });

  test('without runs the blocks are the very same', () => {
    expect(overlay(blocks, [])).toBe(blocks);
  });
});

test('whatever is marked, the text stays as it is and each run covers what it says', () => {
  const line = fc.string({ unit: fc.constantFrom('甲', 'a', '𠮷', ' '), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.array(fc.tuple(fc.nat(40), fc.nat(40))),
      (lines, spans) => {
        const blocks = lines.map((words) => paragraph(...(words ? [text(words)] : [])));
        const whole = plainText(blocks);
        const runs = spans.map(([a, b], nth) => run(Math.min(a, b), Math.max(a, b), { id: `n${nth}` }));
        const laid = overlay(blocks, runs);
        expect(plainText(laid)).toBe(whole);
        for (const { id, from, to } of runs) {
          const words = marked(laid, id).replaceAll('|', '');
          expect(words).toBe(whole.slice(from, to).replaceAll('\n', ''));
        }
      }
    )
  );
});
