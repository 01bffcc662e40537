import type { Id, Rows } from '#lib/kernel/index.ts';
import { findAccount, findAccountByEmail, hasAccounts, readPeople } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { cleanEmail } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';

/** Names by id, for showing. Unknown ids have no entry. */
export function people({ read }: AccessParts) {
  return async (ids: Iterable<Id>): Promise<Map<Id, { name: string; kind: Person['kind'] }>> => {
    const found = await readPeople(read, [...new Set(ids)]);
    return new Map(found.map(({ id, name, kind }) => [id, { name, kind }]));
  };
}

/** Somebody by e-mail, for the host's command line. Not for strangers: it tells who has an account. */
export function findByEmail({ read }: AccessParts) {
  return async (email: string): Promise<Person | null> =>
    (await findAccountByEmail(read, cleanEmail(email)))?.person ?? null;
}

/** Somebody's address, once they have shown that it is theirs. Never for showing to others. */
export async function confirmedEmail(rows: Rows, account: Id): Promise<string | null> {
  const found = await findAccount(rows, account);
  return found?.hasConfirmedEmail ? found.person.email : null;
}

/** Whether anybody has an account yet. */
export function isSetUp({ read }: AccessParts) {
  return (): Promise<boolean> => hasAccounts(read);
}
