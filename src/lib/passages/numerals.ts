const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const GROUPS: Readonly<Record<string, number>> = { 萬: 10_000, 億: 100_000_000 };

/** What a number written in Chinese is: 三十 is 30, 二〇二六 is 2026, 三點五 is 3.5; null for what is none. */
export function chineseNumber(written: string): number | null {
  const [whole = '', part] = written.split('點');
  const value = wholeNumber(whole);
  if (value === null || part === undefined) return value;
  const digits = [...part].map((one) => DIGITS[one]);
  return digits.includes(undefined) ? null : Number(`${value}.${digits.join('')}`);
}

function wholeNumber(written: string): number | null {
  const characters = [...written];
  if (characters.length === 0) return null;
  // Digit by digit, as years are written.
  if (characters.every((one) => one in DIGITS)) return Number(characters.map((one) => DIGITS[one]).join(''));
  let [total, group, digit] = [0, 0, 0];
  for (const one of characters) {
    if (one in DIGITS) digit = DIGITS[one]!;
    else if (one in PLACES) {
      group += (digit || 1) * PLACES[one]!;
      digit = 0;
    } else if (one in GROUPS) {
      total += (group + digit || 1) * GROUPS[one]!;
      [group, digit] = [0, 0];
    } else return null;
  }
  return total + group + digit;
}

/** English words for numbers; the place in the list is what each says. */
export const englishNumbers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty'
] as const;
