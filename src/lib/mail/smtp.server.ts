import { createTransport } from 'nodemailer';
import { cleanLine } from '#lib/kernel/index.ts';
import type { Failure, FailureKind, SmtpSettings } from './letter.ts';

/** A stored letter on its way out. */
export type Outgoing = { id: string; to: string; subject: string; text: string; createdAt: number };

/** Hands letters to a mail server. */
export type Carrier = {
  /** @returns null when the server took it, else why not */
  carry(letter: Outgoing): Promise<Failure | null>;
  close(): void;
};

/**
 * Speaks SMTP to the configured server, one letter a connection. The Message-ID follows from the letter's id, so that
 * a letter sent again (after a crash in the moment of its acceptance) can be recognised as the same.
 */
export function smtpCarrier(settings: SmtpSettings): Carrier {
  const { host, port, secure, mustEncrypt, login, from } = settings;
  const transport = createTransport({
    ...{ host, port, secure, requireTLS: mustEncrypt && !secure },
    ...(login && { auth: login }),
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 },
    ...{ disableFileAccess: true, disableUrlAccess: true }
  });
  const domain = from.address.split('@')[1];
  return {
    async carry({ id, to, subject, text, createdAt }) {
      try {
        await transport.sendMail({
          from,
          // As an object it is taken as one address and never parsed as a list.
          to: { name: '', address: to },
          ...{ subject, text, textEncoding: 'base64', date: new Date(createdAt) },
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
        });
        return null;
      } catch (error) {
        return failureOf((error ?? {}) as SmtpError);
      }
    },
    close: () => transport.close()
  };
}

type SmtpError = {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  message?: string;
};

function failureOf(error: SmtpError): Failure {
  const told = error.response ?? error.message ?? String(error);
  return { kind: kindOf(error), reply: cleanLine(told).slice(0, 250) };
}

// Without our name and password, or our sender's address, every letter is refused: that says nothing of this one.
const ofThisLetter = /^(RCPT TO|DATA|CONN)$/;

function kindOf({ code, command, responseCode: reply = 0 }: SmtpError): FailureKind {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'login';
  if (code === 'ETLS') return 'tls';
  if (reply >= 500 && /^(EENVELOPE|EMESSAGE)$/.test(code ?? '') && ofThisLetter.test(command ?? ''))
    return 'refused';
  if (reply >= 400 && reply < 500) return 'deferred';
  if (/^(ECONN|ESOCKET|ETIMEDOUT|EDNS|EPROXY)/.test(code ?? '') && reply === 0) return 'unreachable';
  return 'other';
}
