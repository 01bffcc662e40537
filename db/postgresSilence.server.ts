import { Socket } from 'node:net';
import pg from 'pg';
import { Problem } from '#lib/kernel/problems.ts';
import { isMute } from './postgresRefusal.server.ts';

/** In ms: an answer that takes longer makes us look, a look takes no longer than this, and between two there is a pause. */
export type Patience = { suspicion: number; look: number; pause: number };

const ours: Patience = { suspicion: 2000, look: 1000, pause: 250 };

/** So many looks in a row stay without an answer: a single one may tell only that we were busy ourselves. */
const LOOKS = 2;

/** What stands between our pools and a PostgreSQL server that may vanish without a word. */
export type Silence = {
  /** Asks the server something. @throws Problem `storage_unavailable`, at once while nothing is heard from it */
  heard<T>(ask: () => Promise<T>): Promise<T>;
  /** A socket for one connection, which ends when the server is found to be silent. */
  socket(): Socket;
  /** Looks no more. */
  close(): void;
};

/**
 * Where packets are dropped or the host is gone, every question stays open until somebody's patience ends, one after the
 * other. So one question that waits makes us look whether the server answers anything at all. If not, all connections end,
 * which answers whoever waits; what is asked from then on is refused at once, until a look finds the server again. One
 * that has never been heard is waited for as long as the pools will have it: it may be waking up (ADR 7).
 */
export function watchForSilence(url: string, patience: Patience = ours): Silence {
  const sockets = new Set<Socket>();
  const overdue = new Set<symbol>();
  let state: 'unheard' | 'speaks' | 'silent' | 'closed' = 'unheard';
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const before = new Map([...sockets].map((socket) => [socket, socket.bytesRead]));
    // A server that is slow to greet newcomers may all the while be talking to us.
    const isHeard = () => [...sockets].some((socket) => socket.bytesRead > (before.get(socket) ?? 0));
    for (let misses = 0; state === 'silent' || (state === 'speaks' && overdue.size > 0);) {
      if (await answers(url, patience)) {
        if (state === 'silent') state = 'speaks';
        return;
      }
      misses++;
      if (misses >= LOOKS && state === 'speaks' && overdue.size > 0) {
        if (isHeard()) return;
        fallSilent();
      }
      await new Promise((resolve) => setTimeout(resolve, patience.pause).unref());
    }
  }

  function fallSilent(): void {
    state = 'silent';
    for (const socket of sockets) end(socket);
  }

  return {
    async heard(ask) {
      if (state === 'silent') throw new Problem('storage_unavailable', [], 'no answer');
      const mine = Symbol('ask');
      const timer = setInterval(() => {
        overdue.add(mine);
        looking ??= look().finally(() => (looking = null));
      }, patience.suspicion).unref();
      try {
        const answer = await ask();
        if (state === 'unheard') state = 'speaks';
        return answer;
      } finally {
        clearInterval(timer);
        overdue.delete(mine);
      }
    },
    socket() {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // Whoever waited in a pool while the others ended gets here; the driver listens from the next moment on.
      if (state === 'silent') setImmediate(() => end(socket));
      return socket;
    },
    close() {
      state = 'closed';
    }
  };
}

// In words that the driver itself uses, so that it is understood as a connection that is lost.
const end = (socket: Socket) => void socket.destroy(new Error('Connection terminated: no answer'));

/** Whether the server says anything to a new connection; a refusal is an answer, too. */
async function answers(url: string, patience: Patience): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'groundwork',
    connectionTimeoutMillis: patience.look
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Not waited for: the goodbye may stay without an answer, too.
    client.end().catch(() => undefined);
    return true;
  } catch (error) {
    return !isMute(error);
  }
}
