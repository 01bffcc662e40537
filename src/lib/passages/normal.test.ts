import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparable, normalText } from './normal.ts';

test('width, blanks, line ends and punctuation at the ends make no difference', () => {
  const same = ['「長者最多等 ３ 天。」', '長者最多等3天', ' 長者最多\n等 3 天，', '長者最多等\u200b3天'];
  expect(new Set(same.map(normalText))).toEqual(new Set(['長者最多等3天']));
  expect(normalText('at  least\n3 days.')).toBe('at least 3 days');
});

test('what carries meaning at an end stays', () => {
  expect(normalText('減少 30%')).not.toBe(normalText('減少 30'));
  expect(normalText('−5')).not.toBe(normalText('5'));
  expect(normalText('「」')).toBe('「」');
});

test('doing it twice changes nothing, and every unit knows where it came from', () => {
  const word = fc.string({
    unit: fc.constantFrom('長', '不', ' ', '\n', 'a', 'é', 'e\u0301', '３', '。', '𠮷')
  });
  fc.assert(
    fc.property(word, (original) => {
      const once = normalText(original);
      expect(normalText(once)).toBe(once);
      const { text, starts, ends } = comparable(original);
      expect([starts.length, ends.length]).toEqual([text.length, text.length]);
      expect(
        starts.every((start, nth) => start < ends[nth]! && (nth === 0 || start >= starts[nth - 1]!))
      ).toBe(true);
    })
  );
});
