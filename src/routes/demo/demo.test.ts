import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { demoPersonas, findSample } from '#server/personas.ts';
import { seedSample, storyClock, type Seeded } from '#server/sample.ts';
import { actions, load } from './+page.server.ts';
import { freshDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { createEngine, type Engine } from '#server/wiring.ts';

let database: TestDatabase;
let engine: Engine;
let sample: Seeded;
beforeAll(async () => {
  database = await freshDatabase();
  const time = storyClock(Date.now());
  engine = await createEngine({ ...readConfig(database.env), logLevel: 'silent' }, time.clock);
  sample = await seedSample(engine, time);
}, 60_000);
afterAll(async () => {
  await engine.close();
  await database.remove();
});

type Cookies = { set(name: string, value: string): void };
const set: string[] = [];
const cookies: Cookies = { set: (name) => void set.push(name) };

function asked(demo: boolean, persona = 'business') {
  const body = new URLSearchParams({ persona });
  const request = new Request('http://localhost/demo', { method: 'POST', body });
  return { request, cookies, locals: { engine: { ...engine, config: { ...engine.config, demo } } } } as never;
}

it('finds five personas and the brief in the sample', async () => {
  expect((await demoPersonas(engine)).map(({ persona }) => persona)).toEqual([
    'facilitator',
    'government',
    'civil_society',
    'technology',
    'business'
  ]);
  expect(await findSample(engine)).toEqual({ programmeId: sample.programmeId, briefId: sample.briefId });
});

it('is not there outside a demo, neither the page nor the act', async () => {
  await expect(Promise.resolve().then(() => load(asked(false)))).rejects.toMatchObject({ status: 404 });
  await expect(actions.default!(asked(false))).rejects.toMatchObject({ status: 404 });
  expect(set).toEqual([]);
});

it('signs in as the chosen person and lands in the brief', async () => {
  const location = `/p/${sample.programmeId}/briefs/${sample.briefId}`;
  await expect(actions.default!(asked(true))).rejects.toMatchObject({ status: 303, location });
  expect(set).toEqual([engine.access.cookieName]);
});

it('lets nobody in as somebody who is no persona', async () => {
  expect(await actions.default!(asked(true, 'tao'))).toMatchObject({ status: 404 });
});
