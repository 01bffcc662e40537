import type { Clock, Rows, Write } from '#lib/kernel/index.ts';
import { isFinal, pauseAfter, writeFailure, type Failure, type FailureKind } from './letter.ts';
import { claim, listDue, markFailed, markSent, nextTurn, type DueMail } from './outboxStore.server.ts';
import type { Carrier } from './smtp.server.ts';

/** Longer than the slowest exchange with a mail server takes. */
const IN_HAND = 2 * 60_000;
/** Looked at this often though nothing was said, since another process may have written. */
const LOOK_AGAIN = 60_000;
const BATCH = 20;
/** How long a stopping server waits for the letter that is on its way; later it goes out again after a restart. */
const PATIENCE = 3000;

type Parts = {
  read: Rows;
  write: Write;
  clock: Clock;
  carrier: Carrier;
  onError: (error: unknown) => void;
};

/**
 * Sends what waits, one letter after another, at least once: a letter is taken in hand, carried, then crossed off.
 * What fails is tried again after longer and longer pauses, until it is given up.
 */
export function createSender(parts: Parts) {
  const { read, clock, carrier, onError } = parts;
  const counts = { sent: 0, failures: {} as Partial<Record<FailureKind, number>> };
  let state: 'idle' | 'running' | 'closed' = 'closed';
  let wantsMore = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  const isClosed = () => state === 'closed';

  async function sendDue(): Promise<void> {
    for (;;) {
      const due = await listDue(read, clock(), BATCH);
      for (const mail of due) {
        if (isClosed()) return;
        const outcome = await deliver(parts, mail);
        if (outcome === 'sent') counts.sent += 1;
        else if (outcome) counts.failures[outcome.kind] = (counts.failures[outcome.kind] ?? 0) + 1;
      }
      if (due.length < BATCH) return;
    }
  }

  function wake(): void {
    wantsMore = true;
    if (state !== 'idle') return;
    state = 'running';
    clearTimeout(timer);
    round = (async () => {
      while (wantsMore && !isClosed()) {
        wantsMore = false;
        await sendDue().catch(onError);
      }
      if (isClosed()) return;
      const next = await nextTurn(read).catch(() => null);
      const pause = next === null ? LOOK_AGAIN : Math.min(Math.max(next - clock(), 1000), LOOK_AGAIN);
      if (isClosed()) return;
      state = 'idle';
      timer = setTimeout(wake, pause).unref();
      if (wantsMore) wake();
    })();
  }

  return {
    counts,
    /** Begins to send; what waited from before goes first. */
    start(): void {
      if (!isClosed()) return;
      state = 'idle';
      wake();
    },
    /** Something was written, or its time may have come. */
    wake,
    /** Ends after the letter that is on its way, if that takes no longer than three seconds. */
    async close(): Promise<void> {
      state = 'closed';
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      await Promise.race([round, new Promise((done) => (late = setTimeout(done, PATIENCE)))]);
      clearTimeout(late);
      carrier.close();
    }
  };
}

/** @returns null when somebody else has it in hand */
async function deliver({ write, clock, carrier }: Parts, mail: DueMail): Promise<'sent' | Failure | null> {
  const tries = mail.tries + 1;
  if (!(await write((unit) => claim(unit, mail, clock() + IN_HAND)))) return null;
  const isLate = mail.usefulUntil !== null && mail.usefulUntil <= clock();
  const failure: Failure | null = isLate ? { kind: 'late', reply: '' } : await carrier.carry(mail);
  if (!failure) {
    await write((unit) => markSent(unit, mail.id, clock()));
    return 'sent';
  }
  const pause = isFinal(failure) ? null : pauseAfter(tries);
  await write((unit) =>
    markFailed(unit, mail.id, {
      error: writeFailure(failure),
      nextTryAt: pause === null ? null : clock() + pause
    })
  );
  return failure;
}
