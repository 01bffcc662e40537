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
