import * as v from 'valibot';
import { newId, newSecret, parse, Problem } from '#lib/kernel/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { readPeople } from './accountStore.server.ts';
import { actorId, type Actor } from './actor.ts';
import { newToken } from './credentials.ts';
import { fingerprint } from './fingerprint.server.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import type { ListedToken } from './session.ts';
import { insertToken, listTokenRows, markRevoked } from './tokenStore.server.ts';

const input = v.strictObject({ ...newToken.entries, account: v.optional(v.string()) });

/** Makes a token for the API. The host's command line names whose (`account`); nobody else can make one for others. */
export function createToken({ read, write, clock }: AccessParts) {
  /**
   * @returns the secret, which is shown this once and never again
   * @throws Problem `not_signed_in`, `forbidden` (guests have none), `invalid_input`, `not_found`
   */
  return async (
    actor: Actor,
    given: { name: string; account?: Id }
  ): Promise<{ id: Id; name: string; secret: string }> => {
    const { name, account = ownId(actor) } = parse(input, given);
    guard(actor, 'token.own');
    // Whoever holds a token writes as its owner, which admins may not.
    if (actor.kind !== 'system' && account !== ownId(actor)) throw new Problem('forbidden');
    const [owner] = account ? await readPeople(read, [account]) : [];
    if (!owner) throw new Problem('not_found');
    const [id, secret] = [newId(), `gw_${newSecret()}`];
    await write(async (unit) => {
      await insertToken(unit, { id, name, account: owner.id, hash: fingerprint(secret), createdAt: clock() });
      await unit.record({
        chain: 'instance',
        type: 'token.created',
        actor: actorId(actor),
        subject: { kind: 'token', id },
        data: { account: owner.id },
        committed: { name }
      });
    });
    return { id, name, secret };
  };
}

/** One's own tokens that still work, newest first; never their secrets. */
export function listTokens({ read }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden` */
  return async (actor: Actor): Promise<ListedToken[]> => {
    guard(actor, 'token.own');
    const account = ownId(actor);
    return account ? listTokenRows(read, account) : [];
  };
}

/** Ends one of one's own tokens; open sockets that used it close. */
export function revokeToken({ write, clock }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden`, `not_found` */
  return async (actor: Actor, id: Id): Promise<void> => {
    guard(actor, 'token.own');
    const account = ownId(actor);
    if (!account) throw new Problem('not_found');
    await write(async (unit) => {
      if (!(await markRevoked(unit, { id, account, at: clock() }))) throw new Problem('not_found');
      await unit.record({
        chain: 'instance',
        type: 'token.revoked',
        actor: account,
        subject: { kind: 'token', id },
        data: { account }
      });
      unit.announce({ kind: 'rights', account });
    });
  };
}

function ownId(actor: Actor): Id | undefined {
  return actor.kind === 'person' ? actor.person.id : undefined;
}
