import { m } from '#lib/i18n/paraglide/messages.js';
import type { Locale } from '#lib/i18n/paraglide/runtime.js';

// Days for two months, since that is how people plan; each unit until the next one says it shorter.
const steps: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number, below: number][] = [
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 60],
  ['month', 2_629_800_000, 12],
  ['year', 31_557_600_000, Infinity]
];

/** "5 minutes ago", "23 天後", "just now": the distance between two times in a reader's language. Times in ms. */
export function relativeTime(at: number, now: number, locale: Locale): string {
  const distance = at - now;
  // A clock that ticks every half minute may lag behind what has just happened.
  if (Math.abs(distance) < 60_000)
    return distance > 30_000 ? m.common_time_soon({}, { locale }) : m.common_time_just_now({}, { locale });
  const [unit, ms] = steps.find(([, size, below]) => Math.round(Math.abs(distance) / size) < below)!;
  return new Intl.RelativeTimeFormat(locale).format(Math.round(distance / ms), unit);
}

/** Day and minute in a reader's language, in a place's time (IANA name; else this machine's); only the day when `dayOnly`. */
export function exactTime(
  at: number,
  locale: Locale,
  { dayOnly = false, timeZone }: { dayOnly?: boolean; timeZone?: string } = {}
): string {
  // English as elsewhere in the interface: 23 November 2026.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    ...(!dayOnly && { timeStyle: 'short' }),
    timeZone
  }).format(at);
}

/** A stored calendar date (`2026-11-23`) as people write it; never shifted by a time zone. */
export function calendarDate(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`)
  );
}
