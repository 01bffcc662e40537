import type { Database } from '#db/schema.ts';

/** Made anew from the other tables after a restore or an import; in no archive. */
type Derived = 'search_entry' | 'search_source';

/** How a table is read out: by which columns in order, and how many rows are held at once. */
export type TablePlan = { key: readonly [string, ...string[]]; page: number };

const few = 500;

/**
 * Every table, in an order in which they can be filled again: what others point at comes first. Openings come before the events
 * they open, so that a file can be checked in one pass. A new table without a line here does not compile.
 */
export const tables = {
  meta: { key: ['key'], page: few },
  account: { key: ['id'], page: few },
  session: { key: ['id_hash'], page: few },
  api_token: { key: ['id'], page: few },
  setup_link: { key: ['token_hash'], page: few },
  mail_link: { key: ['token_hash'], page: few },
  mail_outbox: { key: ['id'], page: few },
  programme: { key: ['id'], page: few },
  programme_phase: { key: ['id'], page: few },
  membership: { key: ['programme_id', 'account_id'], page: few },
  invitation: { key: ['id'], page: few },
  brief: { key: ['id'], page: few },
  brief_assignment: { key: ['brief_id', 'role'], page: few },
  section_standing: { key: ['brief_id', 'section_id'], page: few },
  intake_answer: { key: ['brief_id', 'question'], page: few },
  responder_word: { key: ['brief_id'], page: few },
  document: { key: ['id'], page: few },
  // A row may have 2 MiB, a snapshot 10.
  document_update: { key: ['document_id', 'epoch', 'seq'], page: 64 },
  document_snapshot: { key: ['document_id', 'epoch', 'seq'], page: 4 },
  document_client: { key: ['document_id', 'epoch', 'client_id'], page: few },
  document_carried: { key: ['document_id', 'epoch', 'client_id', 'clock'], page: few },
  passage: { key: ['id'], page: few },
  brief_version: { key: ['id'], page: few },
  comment_thread: { key: ['id'], page: few },
  comment: { key: ['id'], page: few },
  comment_reaction: { key: ['comment_id', 'account_id', 'kind'], page: few },
  comment_reading: { key: ['brief_id', 'account_id'], page: few },
  comment_rule: { key: ['programme_id'], page: few },
  journal_chain: { key: ['chain'], page: few },
  journal_opening: { key: ['chain', 'seq', 'field'], page: few },
  journal_event: { key: ['chain', 'seq'], page: few }
} as const satisfies Record<Exclude<keyof Database, Derived>, TablePlan>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as TableName[];

const derived: Readonly<Record<Derived, true>> = { search_entry: true, search_source: true };

/** Whether a table is computed from others, and so belongs in no file: also those an index is made of. */
export const isDerived = (name: string): boolean =>
  Object.hasOwn(derived, name) || /^search_index(_|$)/.test(name);

/** Whether a file's table is one of this version's. */
export function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}
