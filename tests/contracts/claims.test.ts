import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { from as speaking, hours, openWorld, type PersonActor, type World } from '../support/world.ts';

const password = 'a long password';
const from = { address: '203.0.113.7' };
let world: World;
let facilitator: PersonActor;
let programme: Id;
let brief: Awaited<ReturnType<World['brief']>>;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
  programme = await world.programme(facilitator);
  brief = await world.brief(facilitator, programme);
});
afterEach(() => world.close());

async function guest(into = programme, role = 'contributor') {
  const { secret } = await world.programmes.createInvitation(facilitator, {
    ...{ programme: into, sector: 'resident', role }
  });
  const { person, cookie } = await world.programmes.joinAsGuest(secret, {
    ...{ name: '小美', sector: 'resident', organisation: '渡口里', consent: true }
  });
  const { actor } = await world.access.authenticate({ cookie: cookie.value });
  await writes(person.id);
  return { actor: actor as PersonActor, id: person.id, cookie };
}
const writes = (id: Id) =>
  world.texts.type(brief.textDocument, { id, affiliation: speaking('resident') }, 'problem', '甲');
const members = async () =>
  (await world.programmes.listMembers(anonymous, programme)).flatMap((one) => one.members);
const written = async () =>
  (await world.programmes.getProgramme(anonymous, programme)).table.find(
    ({ sector }) => sector === 'resident'
  )!;

test('a guest becomes an account in place: same id, same session, same membership', async () => {
  const { actor, id, cookie } = await guest();
  const person = await world.access.upgradeGuest(actor, { email: 'Mei@Example.org', password });
  expect(person).toMatchObject({ id, kind: 'full', name: '小美', email: 'mei@example.org' });
  const same = await world.access.authenticate({ cookie: cookie.value });
  expect(same.actor).toMatchObject({ person: { id, kind: 'full' } });
  const again = await world.access.signIn({ email: 'mei@example.org', password }, from);
  expect(again.actor.person.id).toBe(id);
  expect(await members()).toMatchObject([{ name: '林安' }, { id, name: '小美', kind: 'full' }]);
  const told = JSON.stringify(await world.storage.journal.listEvents('instance'));
  expect(told).toContain('account.guest_upgraded');
  expect(told).not.toContain('mei@');
});

test('an address that has an account is not taken again, nor is an account upgraded twice', async () => {
  const { actor } = await guest();
  const taken = { email: 'person1@example.org', password };
  await expect(world.access.upgradeGuest(actor, taken)).rejects.toMatchObject({ code: 'email_taken' });
  await expect(
    world.access.upgradeGuest(actor, { email: 'a@b.example', password: 'short' })
  ).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(world.access.upgradeGuest(facilitator, taken)).rejects.toMatchObject({ code: 'forbidden' });
  const twice = await Promise.allSettled([
    world.access.upgradeGuest(actor, { email: 'one@b.example', password }),
    world.access.upgradeGuest(actor, { email: 'two@b.example', password })
  ]);
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an account takes over the guest: membership moves, the name shows, one person is counted once', async () => {
  const { actor, id, cookie } = await guest();
  const mei = await world.someone('陳美玉');
  await world.briefs.assign(facilitator, brief.id, { role: 'steward', accountId: id });
  const claimed = await world.access.claimGuest(actor, { email: mei.person.email!, password }, from);
  expect(claimed.account.id).toBe(mei.person.id);
  expect((await world.access.authenticate({ cookie: cookie.value })).actor.kind).toBe('anonymous');
  const { actor: now } = await world.access.authenticate({ cookie: claimed.cookie.value });
  expect(await members()).toMatchObject([
    { name: '林安' },
    { id: mei.person.id, name: '陳美玉', affiliation: { organisation: '渡口里' } }
  ]);
  expect((await world.briefs.standing(now, brief.id)).assignments).toEqual(['steward']);
  const { runs, people } = await world.briefs.history(anonymous, brief.id);
  expect(runs.at(-1)!.author).toBe(id);
  expect(people[id]).toMatchObject({ name: '陳美玉', account: mei.person.id });
  await writes(mei.person.id);
  expect(await written()).toMatchObject({ members: 1, contributed: 1 });
  const { events } = await world.programmes.programmeRecord(facilitator, programme);
  expect(events.at(-1)).toMatchObject({
    type: 'member.guest_claimed',
    actor: mei.person.id,
    data: { guest: id, moved: true }
  });
  expect(world.noticed('rights')).toContainEqual({ kind: 'rights', account: id });
});

test('where the account is a member already, its affiliation stays and the higher role counts', async () => {
  const mei = await world.member(programme, facilitator, {
    ...{ name: '陳美玉', role: 'commenter', sector: 'business' }
  });
  const { actor, id } = await guest();
  await world.access.claimGuest(actor, { email: mei.person.email!, password }, from);
  expect(await members()).toMatchObject([
    { name: '林安' },
    { id: mei.person.id, role: 'contributor', affiliation: { sector: 'business' } }
  ]);
  const { events } = await world.programmes.programmeRecord(facilitator, programme);
  expect(events.slice(-2)).toMatchObject([
    { type: 'member.role_changed', data: { from: 'commenter', to: 'contributor' } },
    { type: 'member.guest_claimed', data: { guest: id, moved: false } }
  ]);
});

test('who was removed does not come back by claiming a guest', async () => {
  const mei = await world.member(programme, facilitator, { name: '陳美玉' });
  await world.programmes.removeMember(facilitator, { programme, account: mei.person.id });
  world.wait(hours(1));
  const { actor } = await guest();
  await world.access.claimGuest(actor, { email: mei.person.email!, password }, from);
  expect(await members()).toMatchObject([{ name: '林安' }]);
});

test('a guest who is the only facilitator leaves the programme with one', async () => {
  const other = await world.programme(facilitator, { title: 'Elsewhere' });
  const { actor } = await guest(other, 'facilitator');
  await world.programmes.removeMember(facilitator, { programme: other, account: facilitator.person.id });
  const mei = await world.someone('陳美玉');
  await world.access.claimGuest(actor, { email: mei.person.email!, password }, from);
  expect((await world.programmes.standing(mei, other)).membership?.role).toBe('facilitator');
});

test('a guest who is the only facilitator is not claimed by somebody who was removed there, until there is another', async () => {
  const mei = await world.member(programme, facilitator, { name: '陳美玉' });
  await world.programmes.removeMember(facilitator, { programme, account: mei.person.id });
  world.wait(hours(1));
  const { actor, id, cookie } = await guest(programme, 'facilitator');
  const other = await world.member(programme, facilitator, { name: '王偉' });
  await world.programmes.removeMember(actor, { programme, account: facilitator.person.id });
  const claim = () => world.access.claimGuest(actor, { email: mei.person.email!, password }, from);
  await expect(claim()).rejects.toMatchObject({ code: 'last_facilitator' });
  // Nothing of it has happened: the guest is still there, signed in, and leads the programme.
  expect((await world.access.authenticate({ cookie: cookie.value })).actor).toMatchObject({ person: { id } });
  expect(await members()).toMatchObject([{ id: other.person.id }, { id, role: 'facilitator' }]);
  await world.programmes.changeRole(actor, { programme, account: other.person.id, role: 'facilitator' });
  await claim();
  expect(await members()).toMatchObject([{ id: other.person.id, role: 'facilitator' }]);
});

test('a wrong password, a full account and a guest already claimed are refused; nothing moves', async () => {
  const { actor } = await guest();
  const mei = await world.someone('陳美玉');
  const claim = (who: PersonActor, secret = password) =>
    world.access.claimGuest(who, { email: mei.person.email!, password: secret }, from);
  await expect(claim(actor, 'not the password')).rejects.toMatchObject({ code: 'wrong_credentials' });
  await expect(claim(facilitator)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await members()).toMatchObject([{ name: '林安' }, { name: '小美' }]);
  await claim(actor);
  await expect(claim(actor)).rejects.toMatchObject({ code: 'conflict' });
});
