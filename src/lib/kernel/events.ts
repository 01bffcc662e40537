import type { Id } from './ids.ts';

/** What an event, a comment or a link is about, by kind and id, so that rooms need not import each other. */
export type SubjectRef = { kind: SubjectKind; id: Id };
export type SubjectKind =
  | 'account'
  | 'token'
  | 'programme'
  | 'invitation'
  | 'member'
  | 'brief'
  | 'passage'
  | 'comment'
  | 'document'
  | 'instance';

/** Where a chain of events lives: a programme's id, or the installation itself. */
export type ChainId = Id | 'instance';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * An accountable act, before it has a place in its chain.
 * `data` is public for ever. What is personal or may have to be redacted goes into `committed`: only a salted
 * SHA-256 of it enters the chain, the opening is kept beside it and can be removed without breaking the chain.
 */
export type NewEvent = {
  chain: ChainId;
  /** past tense, `room.happened` */
  type: string;
  actor: Id | 'system' | 'anonymous';
  affiliation?: Json;
  subject: SubjectRef;
  data?: { readonly [key: string]: Json };
  committed?: { readonly [key: string]: Json };
};

export type RecordedEvent = NewEvent & { seq: number; at: number; prev: string; hash: string };
