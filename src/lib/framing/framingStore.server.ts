import { kysely } from '#db/rows.server.ts';
import type { Id, Json, Rows, Unit } from '#lib/kernel/index.ts';
import type { IntakeQuestion } from './intake.ts';
import type { SaidState } from './sectionState.ts';

/** What has been said of a section, and who looks after it. */
export type SectionStanding = {
  section: Id;
  state: SaidState;
  reason: string | null;
  /** of the words that were agreed */
  textHash: string | null;
  by: Id | null;
  at: number | null;
  owner: Id | null;
};

export type StoredAnswer = {
  question: IntakeQuestion;
  answer: 'yes' | 'no';
  reason: string | null;
  by: Id;
  at: number;
};

export async function listStandings(rows: Rows, brief: Id): Promise<SectionStanding[]> {
  const found = await kysely(rows)
    .selectFrom('section_standing')
    .selectAll()
    .where('brief_id', '=', brief)
    .execute();
  return found.map((row) => ({
    section: row.section_id,
    state: row.state,
    reason: row.reason,
    textHash: row.text_hash,
    by: row.state_by,
    at: row.state_at === null ? null : Number(row.state_at),
    owner: row.owner
  }));
}

/** Says where a section stands; who looks after it stays. */
export async function putState(
  unit: Unit,
  brief: Id,
  said: {
    section: Id;
    state: SaidState;
    reason: string | null;
    textHash: string | null;
    by: Id;
    affiliation: Json;
    at: number;
  }
): Promise<void> {
  const row = {
    state: said.state,
    reason: said.reason,
    text_hash: said.textHash,
    state_by: said.by,
    state_affiliation: said.affiliation === null ? null : JSON.stringify(said.affiliation),
    state_at: said.at
  };
  await kysely(unit)
    .insertInto('section_standing')
    .values({ brief_id: brief, section_id: said.section, owner: null, ...row })
    .onConflict((conflict) => conflict.columns(['brief_id', 'section_id']).doUpdateSet(row))
    .execute();
}

/** Says who looks after a section; where it stands stays. */
export async function putOwner(unit: Unit, brief: Id, section: Id, owner: Id | null): Promise<void> {
  const unsaid = { reason: null, text_hash: null, state_by: null, state_affiliation: null, state_at: null };
  await kysely(unit)
    .insertInto('section_standing')
    .values({ brief_id: brief, section_id: section, state: 'drafting', owner, ...unsaid })
    .onConflict((conflict) => conflict.columns(['brief_id', 'section_id']).doUpdateSet({ owner }))
    .execute();
}

export async function listAnswers(rows: Rows, brief: Id): Promise<StoredAnswer[]> {
  const found = await kysely(rows)
    .selectFrom('intake_answer')
    .selectAll()
    .where('brief_id', '=', brief)
    .execute();
  return found.map(({ question, answer, reason, answered_by, answered_at }) => ({
    ...{ question, answer, reason },
    by: answered_by,
    at: Number(answered_at)
  }));
}

export async function putAnswer(unit: Unit, brief: Id, { question, ...given }: StoredAnswer): Promise<void> {
  const row = {
    answer: given.answer,
    reason: given.reason,
    answered_by: given.by,
    answered_at: given.at
  };
  await kysely(unit)
    .insertInto('intake_answer')
    .values({ brief_id: brief, question, ...row })
    .onConflict((conflict) => conflict.columns(['brief_id', 'question']).doUpdateSet(row))
    .execute();
}

/** Whose word the brief has that they will answer it, if anybody's. */
export async function findWord(rows: Rows, brief: Id): Promise<{ account: Id; at: number } | undefined> {
  const row = await kysely(rows)
    .selectFrom('responder_word')
    .selectAll()
    .where('brief_id', '=', brief)
    .executeTakeFirst();
  return row && { account: row.account_id, at: Number(row.given_at) };
}

export async function putWord(unit: Unit, brief: Id, account: Id, at: number): Promise<void> {
  const row = { account_id: account, given_at: at };
  await kysely(unit)
    .insertInto('responder_word')
    .values({ brief_id: brief, ...row })
    .onConflict((conflict) => conflict.column('brief_id').doUpdateSet(row))
    .execute();
}

/** Gives an account what the guest it claims looked after and promised, inside the transaction of the claim. */
export async function takeOverFraming(
  unit: Unit,
  { guest, account }: { guest: Id; account: Id }
): Promise<void> {
  const rows = kysely(unit);
  await rows.updateTable('section_standing').set({ owner: account }).where('owner', '=', guest).execute();
  await rows
    .updateTable('responder_word')
    .set({ account_id: account })
    .where('account_id', '=', guest)
    .execute();
}
