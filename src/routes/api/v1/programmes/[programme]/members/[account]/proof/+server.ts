import { guard } from '#lib/access/index.ts';
import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { PUT: 'member.vouch', DELETE: 'member.manage' } as const satisfies Access;

/** Says how well somebody's affiliation is proven: `{ level }`. */
export const PUT: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme, account } = event.params;
    // Strangers learn nothing by the shape of what they send.
    guard(actor, 'programme.read', await engine.programmes.standing(actor, programme));
    guard(actor, 'account.own');
    await engine.programmes.giveProof(actor, { ...(await body()), programme, account });
    return {};
  });

/** Takes the proof back. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const { programme, account } = event.params;
    await engine.programmes.withdrawProof(actor, { programme, account });
    return {};
  });
