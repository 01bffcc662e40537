import { hash, verify } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { Problem } from '#lib/kernel/index.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The hash of a random text nobody kept: what an unknown e-mail is compared with, at the same price.
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$z2u9wtxcvpxawOHEkKVhcA$twJ+BL+kBuWFiE3y7z3qZ+5H0/oZPH8JIpC5mI8Z1CA';

const MAX_WAITING = 200;

export type Passwords = ReturnType<typeof createPasswords>;

/**
 * Argon2id with 19 MiB, two passes. At most `maxConcurrent` run at a time, so that a rush of sign-ins does not take
 * the cores from those who write; beyond 200 waiting, newcomers are refused.
 */
export function createPasswords({ maxConcurrent = Math.max(1, availableParallelism() - 1) } = {}) {
  const inTurn = createGate(maxConcurrent);
  return {
    /** @throws Problem `too_many_attempts` when too many wait */
    hash: (password: string): Promise<string> => inTurn(() => hash(password, COST)),
    /** Takes as long without a hash (unknown e-mail, guest) as with one. @throws Problem `too_many_attempts` */
    async matches(password: string, stored: string | null): Promise<boolean> {
      const isSame = await inTurn(() => verify(stored ?? NOBODY, password));
      return stored !== null && isSame;
    }
  };
}

function createGate(maxConcurrent: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= maxConcurrent) {
      if (waiting.length >= MAX_WAITING) throw new Problem('too_many_attempts');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      // The place is handed over, not freed: nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
