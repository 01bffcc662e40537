import { expect, test } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import { apiPace } from './apiPace.ts';

const someone = (id: string): Actor => ({
  kind: 'person',
  person: { id, name: 'Wei', kind: 'full', email: null, isAdmin: false },
  via: { kind: 'token', id: `token of ${id}` }
});

test('an account that runs wild waits; others, and strangers elsewhere, do not', async () => {
  const pace = apiPace({ account: 3, address: 2 });
  const ask = (actor: Actor, address = '10.0.0.1') => pace(actor, () => address);
  for (let n = 0; n < 3; n++) expect(await ask(someone('a'))).toBeNull();
  expect(await ask(someone('a'), '10.0.0.9')).toBeGreaterThan(0);
  expect(await ask(someone('b'))).toBeNull();
  expect([await ask(anonymous), await ask(anonymous)]).toEqual([null, null]);
  expect(await ask(anonymous)).toBeLessThanOrEqual(60);
  expect(await ask(anonymous, '10.0.0.2')).toBeNull();
});
