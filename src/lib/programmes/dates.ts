import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { m } from '#lib/i18n/paraglide/messages.js';

/** ISO dates as a person writes them, with the words around them; null when neither is known. */
export function datesText(from: string | null | undefined, until: string | null | undefined): string | null {
  if (from && until) {
    return from === until
      ? dateText(from)
      : m.programmes_dates_range({ from: dateText(from), to: dateText(until) });
  }
  if (from) return m.programmes_dates_from({ from: dateText(from) });
  return until ? m.programmes_dates_until({ to: dateText(until) }) : null;
}

/** ISO dates in few words, for lists: `21–28 Nov`, `11月21日至28日`; the year only when it is not this one. */
export function shortDates(from: string | null, until: string | null, today: string): string | null {
  const isThisYear = [from, until].every((day) => day === null || day.slice(0, 4) === today.slice(0, 4));
  const format = new Intl.DateTimeFormat(dateLocale(), {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(!isThisYear && { year: 'numeric' })
  });
  const [start, end] = [from, until].map((day) => (day === null ? null : new Date(`${day}T00:00:00Z`)));
  if (start && end) return format.formatRange(start, end);
  if (start) return m.programmes_dates_from({ from: format.format(start) });
  return end ? m.programmes_dates_until({ to: format.format(end) }) : null;
}

/** One ISO date in the reader's language. Moments are `exactTime`'s: their day depends on the place. */
export function dateText(day: string): string {
  const format = new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

const dateLocale = () => (getLocale() === 'zh-tw' ? 'zh-Hant-TW' : 'en-GB');
