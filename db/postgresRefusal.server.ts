import { Problem } from '#lib/kernel/problems.ts';

/** Another server keeps this database for itself. The message is one sentence for whoever starts the second one. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
  constructor() {
    super(
      'Another Groundwork server already uses the database of DATABASE_URL; stop it or use another database.'
    );
  }
}

/** The database of DATABASE_URL keeps text in another encoding than UTF-8. */
export class DatabaseEncodingError extends Error {
  override readonly name = 'DatabaseEncodingError';
  constructor(encoding: string) {
    super(
      `The database of DATABASE_URL keeps text as ${encoding}; create one with ENCODING 'UTF8' (TEMPLATE template0) and use that.`
    );
  }
}

/*
 * SQLSTATE of what is nobody's mistake and may pass: connection (08), who may log in (28), no such database (3D),
 * read-only or ended by a timeout (25), resources (53), lock not given in time (55P03), operator (57), system (58).
 */
const passing = /^(08...|28...|3D000|25006|25P03|25P04|53...|55P03|57...|58...)$/;

const unreachable = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOENT', 'EACCES']
]);

const mute = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN']);

// What the driver says in words only.
const lost = /^(connection terminated|client has encountered a connection error|query read timeout)/i;
const spoken: readonly [RegExp, string][] = [
  [lost, 'connection lost'],
  [/^timeout (exceeded|expired)/i, 'no connection in time'],
  [/^SASL/, 'password'],
  [/^The server does not support SSL|^There was an error establishing an SSL/, 'ssl']
];
const inWords = (message: string) => spoken.find(([pattern]) => pattern.test(message))?.[1];

/** Whether the connection this error came over can be used no more. */
export function isLost(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return lost.test(message) || unreachable.has(code) || /^(08|57P0)/.test(code);
}

/** Whether nobody answered, rather than somebody who refused. */
export function isMute(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return /^timeout expired/i.test(message) || mute.has(code);
}

/**
 * What the driver's error means for people: `storage_unavailable` when the database cannot be reached or cannot store
 * now, with the driver's error as its cause; `not_found` for a text no row can hold; any other error as it is, since it is a mistake of ours.
 */
export function asRefusal(error: unknown): unknown {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  // No text here holds a NUL, which PostgreSQL cannot even be asked for: whoever names one names nothing.
  if (code === '22021') return new Problem('not_found', [], code);
  const told = inWords(message) ?? code;
  const isPassing =
    passing.test(code) ||
    unreachable.has(code) ||
    told !== code ||
    error instanceof DatabaseInUseError ||
    error instanceof DatabaseEncodingError;
  if (!isPassing) return error;
  const problem = new Problem('storage_unavailable', [], told || message);
  problem.cause = error;
  return problem;
}
