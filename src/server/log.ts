import { pino } from 'pino';

/** Lines for whoever runs this: fields first, then a short sentence. Never names, e-mails, secrets or texts of people. */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** JSON lines on stderr, so that stdout stays for what a command prints. */
export function createLog({ logLevel }: { logLevel: string }): Log {
  const options = {
    level: logLevel,
    base: null,
    // Whoever forgets and logs a request or an error with one attached still leaks nothing.
    redact: { paths: ['*.cookie', '*.authorization', '*.password', '*.secret', '*.token'], censor: '…' }
  };
  return pino(options, pino.destination({ fd: 2, sync: true }));
}
