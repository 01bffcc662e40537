import { expect, it } from 'vitest';
import { sectors } from './sector.ts';
import { seatState, seatWords, tableSentences } from './seats.ts';

it('is filled for those here, outlined for those who wrote, empty otherwise', () => {
  expect(seatState({ sector: 'business', here: 1, contributed: 0 })).toBe('here');
  expect(seatState({ sector: 'business', here: 0, contributed: 2 })).toBe('contributed');
  expect(seatState({ sector: 'business', here: 0, contributed: 0 })).toBe('empty');
});

it('names the empty seats in words', () => {
  const seats = [
    { sector: 'government', here: 2, contributed: 1 },
    { sector: 'technology', here: 0, contributed: 1 },
    { sector: 'business', here: 0, contributed: 0 },
    { sector: 'academia', here: 0, contributed: 0 }
  ] as const;
  expect(tableSentences(seats)).toEqual([
    'Here now: Government.',
    'Has contributed: Technology.',
    'No one yet from: Business, Academia.'
  ]);
  expect(seatWords(seats[2])).toBe('no one yet');
});

it('says once that nobody has written when the whole table is empty', () => {
  const seats = sectors.map((sector) => ({ sector, here: 0, contributed: 0 }));
  expect(tableSentences(seats)).toEqual(['No one has written yet.']);
});
