import { json } from '@sveltejs/kit';
import type { Engine } from '#server/engine.ts';
import { readinessOf, type Readiness } from '#server/http/health.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone' };

const asked = new WeakMap<Engine, () => Promise<Readiness>>();

/** This process can do its work: database, migrations and disk are well; otherwise 503. */
export const GET: RequestHandler = async ({ locals: { engine } }) => {
  const ask = asked.get(engine) ?? readinessOf(engine);
  asked.set(engine, ask);
  const readiness = await ask();
  return json(readiness, { status: readiness.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
