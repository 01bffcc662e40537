/** A mail as its cause writes it: plain text, no word of a stranger in the subject. */
export type Letter = {
  /** one address, checked by whoever took it in */
  to: string;
  subject: string;
  text: string;
  /** milliseconds; when the link in it ends, it is not sent late. Absent: always of use */
  usefulUntil?: number;
};

/** Where mail is handed in, and as whom it is sent. */
export type SmtpSettings = {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps://`); otherwise STARTTLS when the server offers it */
  secure: boolean;
  /** refuse to go on without STARTTLS, so that the password never travels readable */
  mustEncrypt: boolean;
  login: { user: string; pass: string } | null;
  from: { name: string; address: string };
};

/** Why a mail did not leave, in the order of how near the cause is to the recipient. */
export const failureKinds = ['refused', 'deferred', 'login', 'tls', 'unreachable', 'late', 'other'] as const;
export type FailureKind = (typeof failureKinds)[number];
export type Failure = { kind: FailureKind; /** the mail server's own words, one line */ reply: string };

/** A mail that has not left: still tried when `nextTryAt` is set, else given up. Times in milliseconds. */
export type UnsentMail = {
  id: string;
  to: string;
  subject: string;
  createdAt: number;
  tries: number;
  nextTryAt: number | null;
  failure: Failure | null;
};

/** What `/metrics` tells of mail. `waiting` and `givenUp` are in the database, the others since the start. */
export type MailStats = {
  waiting: number;
  givenUp: number;
  sent: number;
  failures: Partial<Record<FailureKind, number>>;
};

const MINUTE = 60_000;
const pauses = [1, 5, 15, 60, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/**
 * How long to wait after the `tries`-th failure: from a minute (greylisting wants a few) to a day.
 * @returns null when it was tried often enough, after about two days
 */
export function pauseAfter(tries: number): number | null {
  return pauses[tries - 1] ?? null;
}

/** Only a refusal of this recipient or this text is final: whatever else is wrong, the host can mend. */
export function isFinal({ kind }: Failure): boolean {
  return kind === 'refused' || kind === 'late';
}

/** A failure as one line for the database. */
export function writeFailure({ kind, reply }: Failure): string {
  return `${kind} ${reply}`.trim().slice(0, 300);
}

/** Reads {@link writeFailure}. */
export function readFailure(text: string | null): Failure | null {
  if (text === null) return null;
  const [first = ''] = text.split(' ', 1);
  const kind = failureKinds.find((one) => one === first) ?? 'other';
  return { kind, reply: text.slice(first.length + 1) };
}
