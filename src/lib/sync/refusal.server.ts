import { Problem } from '#lib/kernel/index.ts';
import { closeCodes, type CloseCode } from './protocol.ts';

/** Why a frame is not taken: it ends its connection with `code`; `reason` is for logs and the close frame, in ASCII. */
export class Refusal extends Error {
  readonly code: CloseCode;
  constructor(code: CloseCode, reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** @returns the close code a failed question about rights deserves */
export function closeCodeFor(error: unknown): CloseCode {
  if (error instanceof Refusal) return error.code;
  if (!(error instanceof Problem)) return closeCodes.tryLater;
  if (error.code === 'not_found') return closeCodes.notFound;
  if (error.code === 'not_signed_in') return closeCodes.signedOut;
  if (error.code === 'forbidden' || error.code === 'account_suspended') return closeCodes.forbidden;
  return closeCodes.tryLater;
}
