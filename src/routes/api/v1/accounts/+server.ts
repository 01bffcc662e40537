import { guard } from '#lib/access/index.ts';
import { accountForSomebody } from '#lib/access/index.server.ts';
import { parse } from '#lib/kernel/index.ts';
import { answer, paging, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = {
  GET: 'instance.administer',
  POST: 'instance.administer'
} as const satisfies Access;

/** Everyone who has an account, newest first: `?search=`, `?kind=`, `?after=`, `?limit=`. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const sought = {
      ...(query.has('search') && { search: query.get('search') }),
      ...(query.has('kind') && { kind: query.get('kind') }),
      ...paging(query)
    };
    return { json: await engine.access.pageAccounts(actor, sought) };
  });

export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'instance.administer');
    const { id } = await engine.access.createAccount(actor, parse(accountForSomebody, await body()));
    const json = await engine.access.getAccount(actor, id);
    return { status: 201, location: `/api/v1/accounts/${id}`, json };
  });
