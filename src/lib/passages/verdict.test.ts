import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictOn } from './verdict.ts';

const told = (seen: string, now: string) => {
  const { status, reason } = verdictOn(seen, now);
  return reason ? `${status}: ${reason}` : status;
};

describe('what raises nothing', () => {
  test.each([
    ['長者最多等三天才有渡船可以看病。', '長者最多等 3 天才有渡船可以看病', '三 written as a figure'],
    ['渡船停駛的時候，長者怎麼去醫院看病拿藥', '渡船停駛的時候，長者怎麽去醫院看病拿藥', 'a typo'],
    [
      '港邊風大，渡船停駛的時候，長者怎麼去醫院看病拿藥',
      '港邊風大，渡船停駛的時候，長者如何去醫院看病拿藥。',
      'two words of many'
    ],
    ['The ferry leaves the harbour twice', 'The ferry leaves the harbor twice', 'another spelling'],
    ['ferry stop', 'ferry stopp', 'a slip in a short one'],
    [
      '居民不同意在港邊停車，並且希望留下樹蔭與座椅',
      '居民不同意在港邊停車，並且期望留下樹蔭與座椅',
      'a word near a 不'
    ]
  ])('%s → %s (%s)', (seen, now) => {
    expect(['in_sync', 'wording_changed']).toContain(told(seen, now));
  });
});

describe('what always asks', () => {
  const long = '，因為島上沒有醫院，長者必須搭船到對岸看病，遇到停駛就拿不到慢性病的藥';
  test.each([
    ['3 天', '30 天'],
    ['三天', '三十天'],
    ['３天', '13天'],
    ['三天', '三週'],
    ['30%', '30'],
    ['5 月 3 日', '5 月 4 日'],
    ['不同意', '同意'],
    ['不得停駛', '得停駛'],
    ['應提供', '提供'],
    ['至少兩班', '兩班'],
    ['禁止停靠', '停靠'],
    ['未經同意', '經同意'],
    ['星期三', '星期五'],
    ['以上', '以下']
  ])('%s → %s', (was, is) => {
    expect(told(`居民說${was}${long}`, `居民說${is}${long}`)).toBe('suspect: protected');
  });

  const rest = ' and the people of the island have to take their medicine along whenever they go';
  test.each([
    ['must not sail', 'must sail'],
    ['at least two boats', 'two boats'],
    ["don't sail", 'do sail'],
    ['3 days', '3 weeks'],
    ['three days', 'four days'],
    ['only residents', 'residents'],
    ['shall answer', 'may answer'],
    ['NT$1,000', 'NT$10,000'],
    ['in the town of Penghu', 'in the town of Kinmen']
  ])('%s → %s', (was, is) => {
    expect(told(`Ferries ${was}${rest}`, `Ferries ${is}${rest}`)).toBe('suspect: protected');
  });

  test('a tenth of the text, and a text that has nothing left of it', () => {
    expect(told('港邊的風很大船常常停駛', '港邊的浪很高船常常停駛')).toBe('suspect: much');
    expect(told('港邊的風很大船常常停駛', 'a whole other sentence')).toBe('suspect: much');
  });

  test('a 不 that moves to somebody else', () => {
    expect(told('甲里的居民不同意，乙里的居民同意', '甲里的居民同意，乙里的居民不同意')).toBe(
      'suspect: protected'
    );
  });
});

const filler = fc.string({
  unit: fc.constantFrom('長', '者', '港', '邊', '看', '病', '，', 'ferry ', 'island '),
  minLength: 0,
  maxLength: 60
});

test('taking away 不 and changing 3 to 30 always ask, whatever stands around', () => {
  fc.assert(
    fc.property(filler, filler, (before, after) => {
      expect(verdictOn(`${before}不${after}`, `${before}${after}`).status).toBe('suspect');
      expect(verdictOn(`${before}3 天${after}`, `${before}30 天${after}`).status).toBe('suspect');
      expect(verdictOn(`${before} not ${after}`, `${before} ${after}`).status).toBe('suspect');
    })
  );
});

test('blanks, width and formatting never ask', () => {
  fc.assert(
    fc.property(filler, filler, (before, after) => {
      const status = verdictOn(
        `${before}等 3 天${after}`,
        `${before.replaceAll('，', ',')}等３天\n${after}`
      ).status;
      expect(status).toBe('in_sync');
    })
  );
});
