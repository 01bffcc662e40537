import { Problem } from '#lib/kernel/index.ts';
import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = {} as const satisfies Access;

/** Addresses that do not exist are told so in JSON too. */
export const fallback: RequestHandler = (event) =>
  answer(event, async () => {
    throw new Problem('not_found');
  });
