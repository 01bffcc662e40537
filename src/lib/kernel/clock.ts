/** Milliseconds since the epoch. Injected, so that tests can move time. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** A calendar: which ISO day (yyyy-mm-dd) it is in a time zone, by this clock. */
export function calendarOf(clock: Clock, timeZone: string): () => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return () => format.format(clock());
}
