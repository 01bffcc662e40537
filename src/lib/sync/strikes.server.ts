import type { Id } from '#lib/kernel/index.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes, type CloseCode } from './protocol.ts';

/** Who was refused how often for what they sent to which document. */
export type Strikes = {
  /** Notes why a socket was ended; only what no honest editor sends counts. */
  note(account: Id | null, document: Id, code: CloseCode): void;
  /** Whether this account has to wait before it may open this document again. */
  isBarred(account: Id | null, document: Id): boolean;
};

/** Keeps the strikes of the last while in memory; the oldest are forgotten first. */
export function createStrikes({ strikes, strikeMs }: Pick<Limits, 'strikes' | 'strikeMs'>): Strikes {
  const noted = new Map<string, number[]>();
  const recent = (key: string) =>
    (noted.get(key) ?? []).filter((at) => performance.now() - at < strikeMs).slice(-strikes);

  return {
    note(account, document, code) {
      const isForged = code === closeCodes.malformed || code === closeCodes.contentRefused;
      if (!account || !isForged) return;
      const key = `${account} ${document}`;
      const times = [...recent(key), performance.now()];
      noted.delete(key);
      if (noted.size >= MAX_NOTED) noted.delete(noted.keys().next().value!);
      noted.set(key, times);
    },
    isBarred: (account, document) => account !== null && recent(`${account} ${document}`).length >= strikes
  };
}

const MAX_NOTED = 5000;
