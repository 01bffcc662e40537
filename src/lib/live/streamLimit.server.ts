import { networkOf, Problem, type Id } from '#lib/kernel/index.ts';

export type StreamLimits = { account: number; address: number };

/**
 * How many streams may be held at once. Generous: a browser holds one, and a whole venue stands behind one address.
 */
export const ordinaryLimits: StreamLimits = { account: 64, address: 2_000 };

/** Counts the streams that are held, by account and by address. */
export function streamLimit(limits: StreamLimits) {
  const held = new Map<string, number>();
  return {
    /**
     * @returns what to call once the stream has ended
     * @throws Problem `too_many_streams`
     */
    take(account: Id | null, address: string): () => void {
      const places = [
        [`address ${networkOf(address)}`, limits.address],
        ...(account === null ? [] : [[`account ${account}`, limits.account] as const])
      ] as const;
      if (places.some(([key, limit]) => (held.get(key) ?? 0) >= limit)) throw new Problem('too_many_streams');
      for (const [key] of places) held.set(key, (held.get(key) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        for (const [key] of places) {
          const left = (held.get(key) ?? 1) - 1;
          if (left > 0) held.set(key, left);
          else held.delete(key);
        }
      };
    }
  };
}
