import type { Affiliation } from '#lib/access/index.ts';

/** The people and things all examples of the API speak of: one evening at a harbour. */
export const ids = {
  an: 'Qm9KcT1LxVbW3yHn8ZpR2g',
  wei: 'tUe5XyMwPz0aDk7VhRqL4Q',
  programme: 'c3Nf8GdJ2kLsX6vYbT0wRg',
  brief: 'Zx4mQ9pWe7RtLk2VhNcB1A',
  phase: 'dr3qOwfm2ftpEOx4YfDC4A',
  section: 'hJ3sK8dLq0PzXw5VnMbT6w',
  text: 'aP7oU2yTrE9wQxZcVbNm3g',
  invitation: 'e5DfGh1JkLzXcVbNm7QwRA',
  token: 'R8tYu3IoPaSdFgHjKlZx2w'
} as const;

const at = Date.UTC(2027, 2, 6, 1);
/** Nine in the morning in Taipei, and so many minutes later. */
export const minutes = (count: number) => at + count * 60_000;

export const harbourOffice = {
  sector: 'government',
  organisation: '港務科',
  capacity: null,
  proof: 'self_declared'
} as const satisfies Affiliation;

/** Where an invitation's link leads. */
export const secret = 'mZ0xN8vB2cQ4wE6rT1yU3iO5pA7sD9fGhJkLqWzXcVb';
export const hashes = ['9f2c'.repeat(16), 'b41a'.repeat(16)] as const;
