import { expect, it } from 'vitest';
import { countGraphemes, fieldIds } from './fieldIds.ts';
import { calendarDate, exactTime, relativeTime } from './timeText.ts';

const now = Date.UTC(2026, 10, 23, 12);

it('says how long ago in the reader’s language', () => {
  expect(relativeTime(now - 5 * 60_000, now, 'en')).toBe('5 minutes ago');
  expect(relativeTime(now - 5 * 60_000, now, 'zh-tw')).toBe('5 分鐘前');
  expect(relativeTime(now - 86_400_000, now, 'en')).toBe('1 day ago');
  expect(relativeTime(now - 59.7 * 60_000, now, 'en')).toBe('1 hour ago');
  expect(relativeTime(now - 10_000, now, 'en')).toBe('just now');
  expect(relativeTime(now - 10_000, now, 'zh-tw')).toBe('剛剛');
});

it('says how soon, in days while people count in days', () => {
  expect(relativeTime(now + 23 * 86_400_000, now, 'zh-tw')).toBe('23 天後');
  expect(relativeTime(now + 30 * 86_400_000 - 5, now, 'en')).toBe('in 30 days');
  expect(relativeTime(now + 90 * 86_400_000, now, 'en')).toBe('in 3 months');
  expect(relativeTime(now + 45_000, now, 'zh-tw')).toBe('馬上');
});

it('says the exact time of one place, wherever the reader is', () => {
  const here = { timeZone: 'Asia/Taipei' };
  expect(exactTime(now, 'en', here)).toBe('23 November 2026 at 20:00');
  expect(exactTime(now + 43_200_000, 'zh-tw', { ...here, dayOnly: true })).toBe('2026年11月24日');
});

it('keeps a calendar date whatever the time zone of the reader', () => {
  expect(calendarDate('2026-11-23', 'en-GB')).toBe('23 November 2026');
});

it('counts characters as people do', () => {
  expect(countGraphemes('打底👩‍🚒é')).toBe(4);
});

it('names only the descriptions that are shown', () => {
  expect(fieldIds('x', { error: 'wrong', hint: '' }).describedBy).toBe('x-error');
  expect(fieldIds('x', {}).describedBy).toBeUndefined();
});
