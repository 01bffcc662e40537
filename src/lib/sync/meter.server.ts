/** Upper bounds of the commit latency histogram, in ms. */
export const commitBuckets = [1, 2, 5, 10, 25, 50, 100, 250, 1000] as const;

/** What the server counts about itself since it started. */
export type SyncStats = {
  sockets: number;
  documents: number;
  updatesCommitted: number;
  commits: number;
  /** how many commits took at most `le` ms (cumulative), and the sum of all in ms */
  commitMs: { buckets: { le: number; count: number }[]; sum: number; count: number };
  /** connections ended or not opened, by close code or HTTP status */
  refusals: Record<string, number>;
  /** sockets cut off because they did not read */
  slowSockets: number;
};

export type Meter = {
  committed(ms: number, updates: number): void;
  refused(code: number): void;
  slow(): void;
  read(): Omit<SyncStats, 'sockets' | 'documents'>;
};

export function createMeter(): Meter {
  const counts = commitBuckets.map(() => 0);
  const refusals: Record<string, number> = {};
  let updatesCommitted = 0;
  let commits = 0;
  let sum = 0;
  let slowSockets = 0;
  return {
    committed(ms, updates) {
      commits++;
      sum += ms;
      updatesCommitted += updates;
      commitBuckets.forEach((le, i) => {
        if (ms <= le) counts[i]!++;
      });
    },
    refused(code) {
      refusals[code] = (refusals[code] ?? 0) + 1;
    },
    slow() {
      slowSockets++;
    },
    read: () => ({
      updatesCommitted,
      commits,
      commitMs: { buckets: commitBuckets.map((le, i) => ({ le, count: counts[i]! })), sum, count: commits },
      refusals: { ...refusals },
      slowSockets
    })
  };
}
