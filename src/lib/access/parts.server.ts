import type { Clock, Rows, Write } from '#lib/kernel/index.ts';
import type { Attempts } from './attempts.server.ts';
import type { Passwords } from './passwords.server.ts';
import type { Sessions } from './sessions.server.ts';

/** What the commands of this service are built from. */
export type AccessParts = {
  read: Rows;
  write: Write;
  clock: Clock;
  passwords: Passwords;
  sessions: Sessions;
  attempts: Attempts;
};
