import type { AccountMail } from './accountMail.ts';
import type { Attempts, MailAsked } from './attempts.server.ts';
import type { Clock, Id, Rows, Unit, Write } from '#lib/kernel/index.ts';
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
  mail: AccountMail;
  /** counts requests for a mail */
  mailAsked: MailAsked;
  /** takes as long as any answer that must not tell whether there was something to do */
  pace: () => Promise<void>;
  noteSession: (idHash: string, agent: string | null) => void;
  /** gives an account what the guest it claims was, in every room, inside the transaction of the claim */
  takeOver(unit: Unit, claim: { guest: Id; account: Id }): Promise<void>;
};
