import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf, Problem, type Id } from '#lib/kernel/index.ts';

const TEN_MINUTES = 10 * 60;

/** How many guests may join within ten minutes: a full hall at once, not a flood. */
export const joinLimits = {
  /** through one link from one network */
  venue: { points: 400, duration: TEN_MINUTES },
  /** through all links from everywhere */
  everywhere: { points: 3_000, duration: TEN_MINUTES }
} as const;

export type JoinGate = ReturnType<typeof createJoinGate>;

/** Bounds how fast guests are made, so that nobody fills the database through one link. */
export function createJoinGate(limits: typeof joinLimits = joinLimits) {
  const venue = new RateLimiterMemory({ keyPrefix: 'venue', ...limits.venue });
  const everywhere = new RateLimiterMemory({ keyPrefix: 'everywhere', ...limits.everywhere });
  return {
    /**
     * Lets one guest through.
     * @returns what to call when no guest was made after all
     * @throws Problem `too_many_joining`
     */
    async enter(invitation: Id, address: string): Promise<() => Promise<void>> {
      const door = `${invitation} ${networkOf(address)}`;
      await take(venue, door);
      await take(everywhere, 'all');
      return async () => void (await Promise.all([venue.reward(door), everywhere.reward('all')]));
    }
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.consume(key).catch((refusal: unknown) => {
    throw refusal instanceof RateLimiterRes ? new Problem('too_many_joining') : refusal;
  });
}
