import { closeCodes } from '../protocol.ts';

/** What the screen says about where the text is. */
export type ConnectionState =
  | 'connecting'
  | 'saving'
  | 'saved'
  /** changes wait on this device */
  | 'kept'
  /** no connection, nothing waits */
  | 'offline'
  | 'readonly'
  /** the server took the right or refused the text: copy it */
  | 'refused'
  /** the document was begun anew: reload */
  | 'epoch_ended';

/** Why the server will not take this document from us any more. */
export type Refusal = 'signed_out' | 'no_right' | 'gone' | 'too_large' | 'too_much' | 'content';

/** What a connection knows about itself. */
export type ConnectionFacts = {
  finalCode: number | null;
  isSynced: boolean;
  hasFailed: boolean;
  isWritable: boolean;
  pending: number;
  isComposing: boolean;
};

/** The one state that people read, from the facts. What may be lost is said before anything else. */
export function stateOf(facts: ConnectionFacts): ConnectionState {
  const isWaiting = facts.pending > 0 || facts.isComposing;
  if (facts.finalCode === closeCodes.epochEnded) return 'epoch_ended';
  if (facts.finalCode !== null || (!facts.isWritable && facts.pending > 0)) return 'refused';
  if (!facts.isSynced) {
    if (isWaiting) return 'kept';
    return facts.hasFailed ? 'offline' : 'connecting';
  }
  if (!facts.isWritable) return 'readonly';
  return isWaiting ? 'saving' : 'saved';
}

/** @returns why the server refused, or null while it does not */
export function refusalOf(facts: ConnectionFacts): Refusal | null {
  switch (facts.finalCode) {
    case null:
      return !facts.isWritable && facts.pending > 0 ? 'no_right' : null;
    case closeCodes.signedOut:
      return 'signed_out';
    case closeCodes.forbidden:
      return 'no_right';
    case closeCodes.notFound:
      return 'gone';
    case closeCodes.tooLarge:
      return 'too_large';
    case closeCodes.tooMuch:
      return 'too_much';
    case closeCodes.epochEnded:
      return null;
    default:
      return 'content';
  }
}
