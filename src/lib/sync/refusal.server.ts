import type { CloseCode } from './protocol.ts';

/** Why a frame is not taken: it ends its connection with `code`; `reason` is for logs and the close frame, in ASCII. */
export class Refusal extends Error {
  readonly code: CloseCode;
  constructor(code: CloseCode, reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.code = code;
  }
}
