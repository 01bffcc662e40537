import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { system } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

let storage: Storage;
let access: AccessService;
beforeEach(async () => {
  storage = await openStorage();
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
});
afterEach(() => storage.close());

const ming = { name: '陳明', email: 'Ming@Example.tw', password: 'correct horse' };
const here = { address: '192.0.2.1' };

test('who signs in is known by the cookie until they sign out', async () => {
  await access.createAccount(system, ming);
  const { cookie, actor } = await access.signIn({ email: 'ming@example.TW ', password: ming.password }, here);
  expect(actor.person.name).toBe('陳明');
  const known = await access.authenticate({ cookie: cookie.value });
  expect(known.actor).toEqual(actor);
  const ended = await access.signOut(known.actor);
  expect(ended).toMatchObject({ name: 'groundwork_session', value: '', expires: new Date(0) });
  expect((await access.authenticate({ cookie: cookie.value })).actor).toEqual({ kind: 'anonymous' });
  expect(await access.revalidate(actor)).toEqual({ kind: 'anonymous' });
});
