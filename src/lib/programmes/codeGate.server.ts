import { networkOf } from '#lib/kernel/index.ts';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const DAY = 24 * 60 * 60;
const AWAKE = 12 * 60 * 60 * 1000;

/** How many wrong codes are looked up; ADR 12 has the figures that follow. */
export const codeLimits = {
  /** from one network within a quarter of an hour: a venue's 60 people may each mistype thrice */
  network: { points: 200, duration: 15 * 60 },
  /** from everywhere within a day */
  everywhere: { points: 20_000, duration: DAY },
  /** from one network within a day even when the budget for everywhere is spent: one person at home */
  first: { points: 10, duration: DAY }
} as const;

/** What may be done with a code somebody typed. */
export type Admission = {
  /** `any`: look it up among all; `awake`: it is in use right now; `none`: do not look */
  look: 'any' | 'awake' | 'none';
  /** the code was right: what it cost is given back */
  wasRight(): Promise<void>;
};

export type CodeGate = ReturnType<typeof createCodeGate>;

/**
 * Stands before the look-up of codes. Wrong codes cost, right ones do not. A network whose budget is spent may still use
 * codes that are awake: made, shown to their facilitator or joined through within twelve hours, on this process. So
 * whoever guesses from inside a venue shuts out neither the venue nor, since nothing else is looked up for them, comes
 * near any other code.
 */
export function createCodeGate(clock: () => number, limits: typeof codeLimits = codeLimits) {
  const network = new RateLimiterMemory({ keyPrefix: 'network', ...limits.network });
  const everywhere = new RateLimiterMemory({ keyPrefix: 'everywhere', ...limits.everywhere });
  const first = new RateLimiterMemory({ keyPrefix: 'first', ...limits.first });
  const awake = new Map<string, number>();

  function isAwake(code: string): boolean {
    const until = awake.get(code) ?? 0;
    if (until > clock()) return true;
    awake.delete(code);
    return false;
  }

  /** Takes the price of one wrong code. @returns what gives it back, or null when the budget is spent */
  async function pay(from: string): Promise<(() => Promise<unknown>) | null> {
    if (!(await has(network, from))) return null;
    // What was not taken must not be given back: right codes would make room for wrong ones.
    if (await has(first, from)) return () => Promise.all([network.reward(from), first.reward(from)]);
    if (!(await has(everywhere, 'all'))) return null;
    return () => Promise.all([network.reward(from), everywhere.reward('all')]);
  }

  return {
    /** Counts a try before the code is looked up, since many may arrive at once. */
    async admit(code: string, address: string): Promise<Admission> {
      const giveBack = await pay(networkOf(address));
      if (giveBack) return { look: 'any', wasRight: async () => void (await giveBack()) };
      return { look: isAwake(code) ? 'awake' : 'none', wasRight: () => Promise.resolve() };
    },
    /** Keeps a code usable for everybody for the next twelve hours, whoever guesses meanwhile. */
    wake(code: string | null): void {
      if (code !== null) awake.set(code, clock() + AWAKE);
    },
    /** How many codes are awake: what a flood of guesses could hit at most. */
    awakeCount: (): number => [...awake.keys()].filter(isAwake).length
  };
}

async function has(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false;
    throw refusal;
  }
}
