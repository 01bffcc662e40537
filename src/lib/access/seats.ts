import { m } from '#lib/i18n/paraglide/messages.js';
import type { Sector } from './sector.ts';
import { sectorName } from './sectorName.ts';

/** One sector's place at the table: how many of its people are here now, how many have contributed so far. */
export type Seat = { sector: Sector; here: number; contributed: number };

/** Filled, outlined or empty: the three states a seat is drawn in. */
export function seatState(seat: Seat): 'here' | 'contributed' | 'empty' {
  if (seat.here > 0) return 'here';
  return seat.contributed > 0 ? 'contributed' : 'empty';
}

/** What one seat says in words; an empty one is named as plainly as a full one. */
export function seatWords(seat: Seat): string {
  const state = seatState(seat);
  if (state === 'empty') return m.access_table_nobody_yet();
  if (state === 'contributed') return m.access_table_contributed({ count: seat.contributed });
  if (seat.contributed === 0) return m.access_table_here({ count: seat.here });
  return m.access_table_here_and_contributed({ here: seat.here, contributed: seat.contributed });
}

/** The whole table in one sentence per state, for those who do not see the drawing and as its caption. */
export function tableSentences(seats: readonly Seat[]): string[] {
  const joined = (state: 'here' | 'contributed' | 'empty') =>
    seats
      .filter((seat) => seatState(seat) === state)
      .map((seat) => sectorName(seat.sector))
      .join(m.common_list_separator());
  const [here, contributed, empty] = [joined('here'), joined('contributed'), joined('empty')];
  if (!here && !contributed) return [m.access_table_sentence_all_empty()];
  const sentences: string[] = [];
  if (here) sentences.push(m.access_table_sentence_here({ sectors: here }));
  if (contributed) sentences.push(m.access_table_sentence_contributed({ sectors: contributed }));
  if (empty) sentences.push(m.access_table_sentence_empty({ sectors: empty }));
  return sentences;
}
