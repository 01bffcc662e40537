import type { Clock, Notices, Rows, Unit, Write } from '#lib/kernel/index.ts';
import type { Letter, MailStats, SmtpSettings, UnsentMail } from './letter.ts';
import { countMail, forgetMail, insertMail, listUnsentRows } from './outboxStore.server.ts';
import { createSender } from './sender.server.ts';
import { smtpCarrier, type Carrier } from './smtp.server.ts';

export type { Carrier, Outgoing } from './smtp.server.ts';
export type MailService = ReturnType<typeof mailService>;

const DAY = 86_400_000;
const KEPT = { sent: 7 * DAY, givenUp: 30 * DAY };

/**
 * Mail that leaves this installation. A letter is written in the transaction of what caused it; a worker sends it.
 * It decides nobody's rights: whoever shows what could not be sent guards before.
 * @param smtp null: mail is off; nothing may be posted
 * @param carrier instead of SMTP, for tests
 */
export function mailService(deps: {
  read: Rows;
  write: Write;
  clock: Clock;
  notices: Pick<Notices, 'subscribe'>;
  smtp: SmtpSettings | null;
  carrier?: Carrier;
  onError?: (error: unknown) => void;
}) {
  const { read, write, clock, notices, smtp, onError = () => undefined } = deps;
  const carrier = deps.carrier ?? (smtp ? smtpCarrier(smtp) : null);
  const sender = carrier ? createSender({ read, write, clock, carrier, onError }) : null;
  let unsubscribe: (() => void) | undefined;
  return {
    isOn: carrier !== null,

    /** Writes a letter inside the caller's transaction. @throws Error while mail is off */
    async post(unit: Unit, letter: Letter): Promise<void> {
      if (!carrier) throw new Error('Mail is off; ask isOn first.');
      await insertMail(unit, letter, clock());
      unit.announce({ kind: 'mail' });
    },

    /** Letters that failed at least once and have not left, newest first. */
    listUnsent: (limit = 200): Promise<UnsentMail[]> => listUnsentRows(read, limit),

    async stats(): Promise<MailStats> {
      const { sent = 0, failures = {} } = sender?.counts ?? {};
      return { ...(await countMail(read)), sent, failures };
    },

    /** Forgets letters sent a week ago or given up a month ago. Meant for a job. */
    sweep: (): Promise<void> =>
      write((unit) => forgetMail(unit, { sent: clock() - KEPT.sent, givenUp: clock() - KEPT.givenUp })),

    /** Begins to send. Only a server does: commands of the command line leave their letters to it. */
    start(): void {
      if (!sender || unsubscribe) return;
      unsubscribe = notices.subscribe((notice) => {
        if (notice.kind === 'mail') sender.wake();
      });
      sender.start();
    },

    /** Looks now whether something is due, rather than when it is told or its timer says. */
    wake: (): void => sender?.wake(),

    /** Ends after the letter that is on its way. */
    async close(): Promise<void> {
      unsubscribe?.();
      await sender?.close();
    }
  };
}
