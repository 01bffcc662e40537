import { afterEach, beforeEach, expect, test } from 'vitest';
import { newSecret, type Id } from '#lib/kernel/index.ts';
import { showCode } from '#lib/programmes/index.ts';
import { hours, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let facilitator: PersonActor;
let programme: Id;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
  programme = await world.programme(facilitator);
});
afterEach(() => world.close());

const venue = { address: '203.0.113.7' };
const invite = (changes: Record<string, unknown> = {}) =>
  world.programmes.createInvitation(facilitator, { programme, sector: 'business', ...changes });
const guest = (name: string) => ({ name, sector: 'resident', organisation: null, consent: true });
const joined = async (secret: string) =>
  (await world.programmes.listInvitations(facilitator, programme)).find((one) => one.secret === secret)!;

test('every new invitation has a code that leads to its link, as shown and as typed', async () => {
  const { secret, code } = await invite();
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(await world.programmes.findByCode(showCode(code!), venue)).toBe(secret);
  expect(await world.programmes.findByCode(code!.toLowerCase(), venue)).toBe(secret);
  const link = `https://river.example/j/${secret}`;
  expect(await world.programmes.findByCode(link, venue)).toBe(secret);
  const page = `river.example/join?code=${showCode(code!)}`;
  expect(await world.programmes.findByCode(page, venue)).toBe(secret);
  const told = JSON.stringify(await world.programmes.programmeRecord(facilitator, programme));
  expect(told).not.toContain(code);
});

test('a wrong code, one that cannot be right and one whose invitation ended are told apart', async () => {
  const find = (code: string) => world.programmes.findByCode(code, venue);
  await expect(find('')).rejects.toMatchObject({ issues: [{ field: 'code', reason: 'required' }] });
  await expect(find('7K3M')).rejects.toMatchObject({ issues: [{ field: 'code', reason: 'not_code' }] });
  await expect(find('0000-0000')).rejects.toMatchObject({ code: 'code_unknown' });
  const { code } = await invite({ days: 1 });
  world.wait(hours(25));
  await expect(find(code!)).rejects.toMatchObject({ code: 'invitation_ended' });
});

test('what cannot be a code costs no try, however often it is typed', async () => {
  for (let i = 0; i < 300; i++)
    await expect(world.programmes.findByCode('part-time', venue)).rejects.toMatchObject({
      issues: [{ field: 'code', reason: 'not_code' }]
    });
  await expect(world.programmes.findByCode('0000-0000', venue)).rejects.toMatchObject({
    code: 'code_unknown'
  });
});

test('behind an address that was used for guessing, a code in use works and one that sleeps does not', async () => {
  const shown = await invite();
  const elsewhere = await world.programme(facilitator, { title: 'Asleep' });
  const asleep = await world.programmes.createInvitation(facilitator, {
    programme: elsewhere,
    sector: 'business'
  });
  world.wait(hours(13));
  await joined(shown.secret);
  for (let i = 0; i < 300; i++) {
    const code = i.toString(2).padStart(8, '0');
    await world.programmes.findByCode(code, venue).catch(() => undefined);
  }
  await expect(world.programmes.findByCode('0000-0000', venue)).rejects.toMatchObject({
    code: 'too_many_codes'
  });
  expect(await world.programmes.findByCode(shown.code!, venue)).toBe(shown.secret);
  await expect(world.programmes.findByCode(asleep.code!, venue)).rejects.toMatchObject({
    code: 'too_many_codes'
  });
  expect(await world.programmes.findByCode(asleep.code!, { address: '192.0.2.1' })).toBe(asleep.secret);
});

test('of a hundred at once, exactly as many join as may', async () => {
  const { secret } = await invite({ maxUses: 30 });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, (_, i) => world.programmes.joinAsGuest(secret, guest(`Guest ${i}`), venue))
  );
  const refused = outcomes.filter((one) => one.status === 'rejected');
  expect(outcomes).toHaveLength(100);
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
    Array<string>(70).fill('invitation_full')
  );
  expect(await joined(secret)).toMatchObject({ maxUses: 30, uses: 30, joined: 30 });
  expect((await world.programmes.peekInvitation(secret)).isFull).toBe(true);
});

test('whoever is in already counts once, also when the invitation is full', async () => {
  const { secret } = await invite({ maxUses: 1, role: 'contributor' });
  const person = await world.someone('Wei');
  const join = () => world.programmes.joinAsAccount(person, secret, { sector: 'business', consent: true });
  await join();
  await join();
  expect(await joined(secret)).toMatchObject({ uses: 1, joined: 1 });
  await expect(world.programmes.joinAsGuest(secret, guest('Late'))).rejects.toMatchObject({
    code: 'invitation_full'
  });
});

test('one link per sector does not count a full one as there', async () => {
  const full = await invite({ maxUses: 1 });
  await world.programmes.joinAsGuest(full.secret, guest('First'));
  const set = await world.programmes.createInvitationSet(facilitator, { programme });
  expect(set.map(({ id }) => id)).not.toContain(full.id);
});

test('a limit is a whole number from 1 to 10,000', async () => {
  for (const maxUses of [0, -1, 1.5, Number.NaN, 10_001]) {
    await expect(invite({ maxUses })).rejects.toMatchObject({
      issues: [{ field: 'maxUses', reason: 'not_allowed' }]
    });
  }
});

test('a form sent twice, even at once, makes one guest; with another name it makes another', async () => {
  const { secret } = await invite();
  const ticket = newSecret();
  const send = (name: string) => world.programmes.joinAsGuest(secret, { ...guest(name), ticket }, venue);
  const [first, second] = await Promise.all([send('陳美玉'), send('陳美玉')]);
  expect(second.person.id).toBe(first.person.id);
  const { actor } = await world.access.authenticate({ cookie: second.cookie.value });
  expect(actor).toMatchObject({ person: { id: first.person.id } });
  const other = await send('王大同');
  expect(other.person.id).not.toBe(first.person.id);
  expect(await joined(secret)).toMatchObject({ uses: 2, joined: 2 });
});

test('the id of a guest, which everybody sees, does not let anybody in as that guest', async () => {
  const { secret } = await invite();
  const victim = await world.programmes.joinAsGuest(secret, { ...guest('Mei'), ticket: newSecret() });
  const thief = await world.programmes.joinAsGuest(secret, { ...guest('Mei'), ticket: victim.person.id });
  expect(thief.person.id).not.toBe(victim.person.id);
});

test('an old form makes a new guest instead of reviving the one of then', async () => {
  const { secret } = await invite();
  const ticket = newSecret();
  const send = () => world.programmes.joinAsGuest(secret, { ...guest('Mei'), ticket });
  const first = await send();
  world.wait(11 * 60_000);
  expect((await send()).person.id).not.toBe(first.person.id);
});
