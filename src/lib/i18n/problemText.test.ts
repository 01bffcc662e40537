import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problems, type FieldReason, type ProblemCode } from '#lib/kernel/index.ts';
import { issueText, problemText } from './problemText.ts';

const locales = ['en', 'zh-tw'] as const;
const codes = Object.keys(problems) as ProblemCode[];
const reasons = Object.keys({
  required: 0,
  too_long: 0,
  too_short: 0,
  too_weak: 0,
  wrong_password: 0,
  not_email: 0,
  not_date: 0,
  dates_reversed: 0,
  not_allowed: 0,
  not_code: 0,
  too_tangled: 0,
  unknown: 0
} satisfies Record<FieldReason, 0>) as FieldReason[];

const messages = (locale: string) =>
  JSON.parse(readFileSync(new URL(`messages/${locale}/problems.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
const han = /\p{Script=Han}/u;

test.each(codes)('%s has one sentence in each language', (code) => {
  expect(problemText(code, 'en')).toBe(messages('en')[`problem_${code}`]);
  expect(problemText(code, 'zh-tw')).toBe(messages('zh-tw')[`problem_${code}`]);
});

test.each(reasons)('%s is told beside its field in each language', (reason) => {
  for (const locale of locales) {
    expect(issueText({ field: 'x', reason }, locale)).toBe(messages(locale)[`problem_field_${reason}`]);
    const limited = issueText({ field: 'x', reason, limit: 80 }, locale);
    if (reason === 'too_long' || reason === 'too_short') expect(limited).toContain('80');
    else expect(limited).toBe(issueText({ field: 'x', reason }, locale));
  }
});

test('a number says its range, and a box left open asks for a tick', () => {
  const days = { field: 'days', reason: 'not_allowed', least: 1, limit: 90 } as const;
  expect(issueText(days, 'en')).toBe('Please give a whole number from 1 to 90.');
  expect(issueText(days, 'zh-tw')).toBe('請填 1 到 90 的整數。');
  const consent = { field: 'consent', reason: 'required' } as const;
  expect(issueText(consent, 'en')).toBe('Please tick the box to agree.');
  expect(issueText(consent, 'zh-tw')).toBe('請先勾選同意。');
});

test('there is no sentence for a code that does not exist, and each is in its language', () => {
  const plain = [
    ...codes.map((code) => `problem_${code}`),
    ...reasons.map((reason) => `problem_field_${reason}`)
  ];
  const limits = [
    'problem_field_too_long_limit',
    'problem_field_too_short_limit',
    'problem_field_whole_number',
    'problem_field_consent'
  ];
  for (const locale of locales) {
    const texts = messages(locale);
    expect(Object.keys(texts).sort()).toEqual([...plain, ...limits].sort());
    for (const [key, text] of Object.entries(texts)) {
      expect(han.test(text), key).toBe(locale === 'zh-tw');
      expect(text, key).toMatch(locale === 'en' ? /\.$/ : /。$/);
      expect(text, key).not.toMatch(/!|！/);
    }
  }
});
