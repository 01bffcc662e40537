import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone' };

/** This process answers. */
export const GET: RequestHandler = () => new Response('ok\n', { headers: { 'cache-control': 'no-store' } });
