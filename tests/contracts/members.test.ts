import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Id } from '#lib/kernel/index.ts';
import { openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let facilitator: PersonActor;
let programme: Id;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
  programme = await world.programme(facilitator);
});
afterEach(() => world.close());

test('members are listed by sector, silent sectors too, without e-mail addresses', async () => {
  await world.member(programme, facilitator, { name: 'Wei', sector: 'business' });
  const sectors = await world.programmes.listMembers(facilitator, programme);
  expect(sectors.map(({ sector, members }) => [sector, members.map(({ name }) => name)])).toEqual([
    ['government', ['林安']],
    ['civil_society', []],
    ['technology', []],
    ['business', ['Wei']],
    ['academia', []],
    ['resident', []]
  ]);
  expect(JSON.stringify(sectors)).not.toContain('@');
});

test('a new role is recorded and reaches open sockets', async () => {
  const { person } = await world.member(programme, facilitator, { name: 'Wei' });
  const told = world.noticed('rights').length;
  await world.programmes.changeRole(facilitator, { programme, account: person.id, role: 'observer' });
  expect(world.noticed('rights').slice(told)).toEqual([{ kind: 'rights', account: person.id, programme }]);
  const { events } = await world.programmes.programmeRecord(facilitator, programme);
  expect(events.at(-1)).toMatchObject({
    type: 'member.role_changed',
    actor: facilitator.person.id,
    affiliation: { sector: 'government', proof: 'self_declared' },
    subject: { kind: 'member', id: person.id },
    data: { from: 'contributor', to: 'observer' }
  });
});

test('the last facilitator can neither be lowered, removed nor leave; with a second one they can', async () => {
  const account = facilitator.person.id;
  const lower = () => world.programmes.changeRole(facilitator, { programme, account, role: 'observer' });
  const leave = () => world.programmes.removeMember(facilitator, { programme, account });
  await expect(lower()).rejects.toMatchObject({ code: 'last_facilitator' });
  await expect(leave()).rejects.toMatchObject({ code: 'last_facilitator' });
  await world.member(programme, facilitator, { name: 'Second', role: 'facilitator' });
  await leave();
  expect((await world.programmes.standing(facilitator, programme)).membership).toBeNull();
});

test('two facilitators who leave at once leave one behind', async () => {
  const second = await world.member(programme, facilitator, { name: 'Second', role: 'facilitator' });
  const outcomes = await Promise.allSettled(
    [facilitator, second].map((one) =>
      world.programmes.removeMember(one, { programme, account: one.person.id })
    )
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a member may leave, and the record says so', async () => {
  const wei = await world.member(programme, facilitator, { name: 'Wei' });
  await world.programmes.removeMember(wei, { programme, account: wei.person.id });
  const { events } = await world.programmes.programmeRecord(facilitator, programme);
  expect(events.at(-1)).toMatchObject({ type: 'member.removed', data: { reason: 'left' } });
});

test('an admin can help a programme whose facilitator is gone', async () => {
  const admin = await world.someone('Admin', { isAdmin: true });
  const { person } = await world.member(programme, facilitator, { name: 'Wei' });
  await world.programmes.changeRole(admin, { programme, account: person.id, role: 'facilitator' });
  const { events } = await world.programmes.programmeRecord(admin, programme);
  expect(events.at(-1)).toMatchObject({ actor: admin.person.id, affiliation: null });
});

test('who is no member can be neither changed nor removed', async () => {
  const { person } = await world.someone('Outsider');
  const change = world.programmes.changeRole(facilitator, {
    programme,
    account: person.id,
    role: 'observer'
  });
  await expect(change).rejects.toMatchObject({ code: 'not_found' });
  const removal = world.programmes.removeMember(facilitator, { programme, account: 'nonsense' });
  await expect(removal).rejects.toMatchObject({ code: 'not_found' });
});
