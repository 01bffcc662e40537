import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import { listAssignments, putAssignment, removeAssignment } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { assignment } from './input.ts';
import { loadBrief } from './standing.server.ts';

/**
 * Names the steward or the responder: a member (whose name is the label unless another is given), or only a name,
 * for an agency that has no account yet. Neither means that nobody is named any more.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` (`accountId` of somebody not a member)
 */
export const assign =
  (deps: BriefsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.assign', standing);
    const { role, accountId, label: given } = parse(assignment, input);
    const label =
      given ?? (accountId === null ? null : await memberName(deps, actor, brief.programme, accountId));
    if (given !== null && accountId !== null) await memberName(deps, actor, brief.programme, accountId);
    await deps.write(async (unit) => {
      const before = (await listAssignments(unit, [id])).find((one) => one.role === role);
      if (label === null && !before) return;
      if (before && before.account === accountId && before.label === label) return;
      if (label === null) await removeAssignment(unit, id, role);
      else {
        const row = { brief_id: id, role, account_id: accountId, label, assigned_at: deps.clock() };
        await putAssignment(unit, row);
      }
      await unit.record({
        ...{
          chain: brief.programme,
          type: 'brief.assigned',
          actor: actorId(actor),
          affiliation: actingAs(standing)
        },
        subject: { kind: 'brief', id },
        data: { role, account: accountId, isNamed: label !== null },
        ...(label !== null && { committed: { label } })
      });
      // A steward may change the brief: whoever gains or loses that is asked again.
      for (const account of new Set([before?.account, accountId])) {
        if (account) unit.announce({ kind: 'rights', account, programme: brief.programme });
      }
    });
  };

async function memberName(deps: BriefsDeps, actor: Actor, programme: Id, account: Id): Promise<string> {
  const bySector = await deps.programmes.listMembers(actor, programme);
  const member = bySector.flatMap(({ members }) => members).find(({ id }) => id === account);
  if (!member) throw new Problem('invalid_input', [{ field: 'accountId', reason: 'not_allowed' }]);
  return member.name;
}
