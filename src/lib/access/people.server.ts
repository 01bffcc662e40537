import type { Id, Rows } from '#lib/kernel/index.ts';
import {
  findAccount,
  findAccountByEmail,
  hasAccounts,
  readClaims,
  readPeople
} from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { cleanEmail } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';

/** What somebody is called; `account` is who they are now: for a guest who was claimed, the account that did. */
export type Named = { name: string; kind: Person['kind']; account: Id };

/** Names by id, for showing: a claimed guest is called what the account is called. Unknown ids have no entry. */
export function people({ read }: AccessParts) {
  return async (ids: Iterable<Id>): Promise<Map<Id, Named>> => {
    const asked = [...new Set(ids)];
    const claims = await readClaims(read, asked);
    const found = await readPeople(read, [...new Set([...asked, ...claims.values()])]);
    const known = new Map(found.map((person) => [person.id, person]));
    return new Map(
      asked.flatMap((id) => {
        const person = known.get(claims.get(id) ?? id);
        return person ? [[id, { name: person.name, kind: person.kind, account: person.id }]] : [];
      })
    );
  };
}

/** For those of these ids who are guests that were claimed: the account that did. */
export function currentAccounts({ read }: AccessParts) {
  return (ids: Iterable<Id>): Promise<Map<Id, Id>> => readClaims(read, [...new Set(ids)]);
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
