/** A token bucket that never refuses: it says how long to wait before more is taken. */
export type Pace = {
  /** @returns milliseconds to wait before reading on; 0 while within the allowance */
  take(amount: number): number;
};

/** @param perSecond what flows in @param burst what may be taken at once after a rest */
export function createPace(
  perSecond: number,
  burst: number,
  now: () => number = () => performance.now()
): Pace {
  let level = burst;
  let last = now();
  return {
    take(amount) {
      const at = now();
      level = Math.min(burst, level + ((at - last) / 1000) * perSecond) - amount;
      last = at;
      return level >= 0 ? 0 : Math.ceil((-level / perSecond) * 1000);
    }
  };
}

/** What each of many may take within a span of time. */
export type Budget = {
  /** @returns false, taking nothing, when that would be more than the rest of the span allows */
  allows(who: string, amount: number): boolean;
};

/** @param limit for each, from its first taking on for `spanMs` */
export function createBudget(limit: number, spanMs: number, now = () => performance.now()): Budget {
  const spent = new Map<string, { amount: number; until: number }>();
  return {
    allows(who, amount) {
      const at = now();
      // In the order of their beginnings, which is that of their ends.
      for (const [key, { until }] of spent) {
        if (until > at) break;
        spent.delete(key);
      }
      const mine = spent.get(who) ?? { amount: 0, until: at + spanMs };
      if (mine.amount + amount > limit) return false;
      mine.amount += amount;
      spent.set(who, mine);
      return true;
    }
  };
}
