import { Problem } from '#lib/kernel/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { markSuspended } from './accountStore.server.ts';
import { actorId, type Actor } from './actor.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import { deleteSessionsOf } from './sessionStore.server.ts';

/** Shuts an account out: its sessions end, its tokens stop working, its sockets close. What it did stays. */
export function suspendAccount({ write, clock }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden`, `not_found` (also when suspended already), `conflict` for oneself */
  return async (actor: Actor, id: Id): Promise<void> => {
    guard(actor, 'instance.administer');
    if (actorId(actor) === id) throw new Problem('conflict');
    await write(async (unit) => {
      if (!(await markSuspended(unit, id, clock()))) throw new Problem('not_found');
      await deleteSessionsOf(unit, id);
      await unit.record({
        chain: 'instance',
        type: 'account.suspended',
        actor: actorId(actor),
        subject: { kind: 'account', id }
      });
      unit.announce({ kind: 'rights', account: id });
    });
  };
}
