const steps: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000]
];

/** "5 minutes ago", "明天": the distance between two times in a reader's language. Times in ms. */
export function relativeTime(at: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const distance = at - now;
  for (const [unit, ms] of steps) {
    if (Math.abs(distance) >= ms) return format.format(Math.round(distance / ms), unit);
  }
  return format.format(0, 'second');
}

/** Day and minute in a reader's language; only the day when `dayOnly`. */
export function exactTime(at: number, locale: string, dayOnly = false): string {
  return new Intl.DateTimeFormat(
    locale,
    dayOnly ? { dateStyle: 'long' } : { dateStyle: 'long', timeStyle: 'short' }
  ).format(at);
}

/** A stored calendar date (`2026-11-23`) as people write it; never shifted by a time zone. */
export function calendarDate(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`)
  );
}
