import type { Clock, Write } from '#lib/kernel/index.ts';
import { deviceOf } from './device.ts';
import { noteSessions } from './sessionStore.server.ts';

const HOUR = 3_600_000;
/** Notes of this long go into one transaction: after a restart everybody comes back at once. */
const GATHER = 500;
const AT_ONCE = 500;

/**
 * Notes with which device and in which hour a session was used. Nobody waits for these writes; they may fail.
 */
export function createSessionNotes(write: Write, clock: Clock) {
  let hour = 0;
  const noted = new Set<string>();
  const waiting = new Map<string, string | null>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    timer = undefined;
    const sessions = [...waiting].slice(0, AT_ONCE).map(([idHash, device]) => ({ idHash, device }));
    for (const { idHash } of sessions) waiting.delete(idHash);
    if (waiting.size > 0) schedule();
    await write((unit) => noteSessions(unit, sessions, hour)).catch(() => undefined);
  }

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), GATHER).unref();
  }

  /** @param agent the user agent; null leaves the device as it is known */
  return (idHash: string, agent: string | null): void => {
    const now = Math.floor(clock() / HOUR) * HOUR;
    if (now !== hour) {
      hour = now;
      noted.clear();
    }
    if (noted.has(idHash)) return;
    noted.add(idHash);
    waiting.set(idHash, deviceOf(agent));
    schedule();
  };
}
