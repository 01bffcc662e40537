import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '#lib/kernel/index.ts';

export type Attempts = ReturnType<typeof createAttempts>;

const QUARTER_HOUR = 15 * 60;

/**
 * How often sign-in may fail within a quarter of an hour: 10 times for one account from one address, 60 times for one
 * account from anywhere (more, so that a stranger cannot easily lock somebody out), 200 times from one address (a
 * venue's 60 phones share one).
 */
export function createAttempts() {
  const limit = (keyPrefix: string, points: number) =>
    new RateLimiterMemory({ keyPrefix, points, duration: QUARTER_HOUR });
  const here = limit('here', 10);
  const account = limit('account', 60);
  const address = limit('address', 200);
  return {
    /**
     * Counts an attempt before the password is looked at, since many may arrive at once.
     * @returns what to call when it succeeded: success does not count
     * @throws Problem `too_many_attempts`
     */
    async begin(email: string, from: string): Promise<() => Promise<void>> {
      const places = [
        [here, `${from} ${email}`],
        [account, email],
        [address, from]
      ] as const;
      for (const [limiter, key] of places) {
        await limiter.consume(key).catch((reason: unknown) => {
          throw reason instanceof Error ? reason : new Problem('too_many_attempts');
        });
      }
      return async () => {
        await here.delete(`${from} ${email}`);
        await account.reward(email);
        await address.reward(from);
      };
    }
  };
}
