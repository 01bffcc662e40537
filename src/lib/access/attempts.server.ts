import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf, Problem } from '#lib/kernel/index.ts';

export type Attempts = ReturnType<typeof createAttempts>;

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

export type MailAsked = ReturnType<typeof createMailAsked>;

/**
 * How often mail may be asked for within an hour: 5 times to one address, whoever asks, and 60 times from one place
 * (a venue's phones share one). Counted the same for addresses nobody has.
 */
export function createMailAsked() {
  const recipient = new RateLimiterMemory({ keyPrefix: 'mail-to', points: 5, duration: HOUR });
  const place = new RateLimiterMemory({ keyPrefix: 'mail-from', points: 60, duration: HOUR });
  /** @throws Problem `too_many_attempts` */
  return async (email: string, from: string): Promise<void> => {
    await place.consume(networkOf(from)).catch(refuse);
    await recipient.consume(email).catch(refuse);
  };
}

function refuse(reason: unknown): never {
  throw reason instanceof Error ? reason : new Problem('too_many_attempts');
}

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
      const network = networkOf(from);
      const places = [
        [here, `${network} ${email}`],
        [account, email],
        [address, network]
      ] as const;
      for (const [limiter, key] of places) {
        await limiter.consume(key).catch(refuse);
      }
      return async () => {
        await here.delete(`${network} ${email}`);
        await account.reward(email);
        await address.reward(network);
      };
    }
  };
}
