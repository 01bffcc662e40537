import type { Id } from '#lib/kernel/index.ts';
import type { TableName } from './tables.ts';

/** Which rows of a table belong to a programme, and which of its columns stay behind. */
export type ProgrammePart = {
  table: Exclude<TableName, 'account'>;
  by: 'id' | 'programme' | 'brief' | 'document' | 'chain';
  without?: readonly string[];
};

/**
 * What an archive of one programme holds besides its people, in the order it is filled. Left out: who may see it, which is for
 * each installation to say; secrets and codes of invitations; epochs of documents that nobody can open any more; snapshots,
 * which follow from the log.
 */
export const programmeParts: readonly ProgrammePart[] = [
  { table: 'programme', by: 'id', without: ['visibility'] },
  { table: 'programme_phase', by: 'programme' },
  { table: 'membership', by: 'programme' },
  { table: 'invitation', by: 'programme', without: ['secret', 'code'] },
  { table: 'brief', by: 'programme' },
  { table: 'brief_assignment', by: 'brief' },
  { table: 'section_standing', by: 'brief' },
  { table: 'intake_answer', by: 'brief' },
  { table: 'responder_word', by: 'brief' },
  { table: 'document', by: 'programme' },
  { table: 'document_update', by: 'document' },
  { table: 'document_client', by: 'document' },
  { table: 'document_carried', by: 'document' },
  { table: 'passage', by: 'programme' },
  { table: 'brief_version', by: 'programme' },
  { table: 'comment_thread', by: 'programme' },
  { table: 'comment', by: 'programme' },
  { table: 'comment_reaction', by: 'programme' },
  { table: 'comment_rule', by: 'programme' },
  { table: 'journal_chain', by: 'chain' },
  { table: 'journal_opening', by: 'chain' },
  { table: 'journal_event', by: 'chain' }
];

/** Of people an archive knows who they are to others: no address, no password, no session, no token. */
export const peopleColumns = { id: 'text', kind: 'text', name: 'text' } as const;

/** Tables whose rows bring an id of their own into an installation. */
export const identified: ReadonlyMap<string, string> = new Map([
  ['programme', 'id'],
  ['programme_phase', 'id'],
  ['invitation', 'id'],
  ['brief', 'id'],
  ['document', 'id'],
  ['passage', 'id'],
  ['brief_version', 'id'],
  ['comment_thread', 'id'],
  ['comment', 'id'],
  ['journal_chain', 'chain']
]);

const ID = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;

/** Everything in a text that has the shape of an id. */
export function idsIn(text: string): Id[] {
  return text.match(ID) ?? [];
}
