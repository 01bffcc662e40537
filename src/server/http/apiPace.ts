import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from '#lib/access/index.ts';
import { networkOf } from '#lib/kernel/index.ts';

/** Requests in a minute: of one account, whatever tokens it uses, and of all strangers behind one address. */
export const apiLimits = { account: 1_200, address: 3_000 } as const;

/**
 * Counts requests to the API. Generous: it stops a program that runs wild, not people.
 * @returns counts one request; null when it may go on, else the seconds to wait
 */
export function apiPace(limits: { account: number; address: number } = apiLimits) {
  const [accounts, addresses] = [limits.account, limits.address].map(
    (points) => new RateLimiterMemory({ points, duration: 60 })
  );
  return async (actor: Actor, address: () => string): Promise<number | null> => {
    try {
      if (actor.kind === 'person') await accounts!.consume(actor.person.id);
      else await addresses!.consume(networkOf(address()));
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw error;
    }
  };
}
