import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { PATCH: 'member.manage', DELETE: 'member.manage' } as const satisfies Access;

/** Gives a member another role. */
export const PATCH: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'member.manage', await engine.programmes.standing(actor, event.params.programme));
    const { programme, account } = event.params;
    await engine.programmes.changeRole(actor, { ...(await body()), programme, account });
    return {};
  });

/** Ends a membership; everyone may end their own. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const { programme, account } = event.params;
    await engine.programmes.removeMember(actor, { programme, account });
    return {};
  });
