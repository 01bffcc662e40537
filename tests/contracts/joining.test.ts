import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
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

const invite = (changes: Record<string, unknown> = {}) =>
  world.programmes.createInvitation(facilitator, { programme, sector: 'business', ...changes });
const grace = { name: '  陳\u202e美玉  👵 ', organisation: '渡口里', sector: 'resident', consent: true };

test('one set makes one link per sector, each with its own secret', async () => {
  const set = await world.programmes.createInvitationSet(facilitator, { programme, days: 3 });
  expect(set.map(({ sector }) => sector)).toEqual([
    'government',
    'civil_society',
    'technology',
    'business',
    'academia',
    'resident'
  ]);
  expect(new Set(set.map(({ secret }) => secret)).size).toBe(6);
  expect(set[0]).toMatchObject({ state: 'open', joined: 0, expiresAt: world.now() + hours(72) });
  expect(await world.programmes.listInvitations(facilitator, programme)).toHaveLength(6);
});

test('asking for a link per sector twice, even at once, makes none twice', async () => {
  const { id, role } = await invite({ role: 'contributor' });
  const ask = () => world.programmes.createInvitationSet(facilitator, { programme });
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(second).toEqual(first);
  expect(first.find(({ sector }) => sector === 'business')).toMatchObject({ id, role });
  expect(await world.programmes.listInvitations(facilitator, programme)).toHaveLength(6);
  expect((await world.recorded(programme)).filter((type) => type === 'invitation.created')).toHaveLength(6);
});

test('a link that ended, or is for another role or brief, does not stand in for the one asked for', async () => {
  await world.brief(facilitator, programme);
  const first = await world.programmes.createInvitationSet(facilitator, { programme, days: 1 });
  await world.programmes.revokeInvitation(facilitator, { id: first[0]!.id });
  const again = await world.programmes.createInvitationSet(facilitator, { programme, days: 1 });
  expect(again.map(({ id }) => id).filter((id) => first.every((one) => one.id !== id))).toHaveLength(1);
  const kinds = [{ role: 'observer' }, { briefId: null }, {}] as const;
  world.wait(hours(25));
  for (const changes of kinds)
    await world.programmes.createInvitationSet(facilitator, { programme, ...changes });
  const open = (await world.programmes.listInvitations(facilitator, programme)).filter(
    ({ state }) => state === 'open'
  );
  expect(open).toHaveLength(18);
});

test('no secret of a link is in the record', async () => {
  const { secret } = await invite({ label: 'Table four' });
  const told = JSON.stringify(await world.programmes.programmeRecord(facilitator, programme));
  expect(told).not.toContain(secret);
  expect(told).not.toContain('Table four');
});

test('looking at a link changes nothing, however often', async () => {
  const { secret } = await invite();
  const before = await world.recorded(programme);
  for (let i = 0; i < 3; i++) {
    expect(await world.programmes.peekInvitation(secret)).toMatchObject({
      programme: { id: programme, title: '港邊黑客松' },
      sector: 'business',
      brief: null
    });
  }
  expect(await world.recorded(programme)).toEqual(before);
  expect((await world.programmes.listInvitations(facilitator, programme))[0]!.joined).toBe(0);
});

test('a guest joins in one step and lands in the only brief, signed in', async () => {
  const brief = await world.brief(facilitator, programme);
  const { secret } = await invite();
  const { cookie, person, landing } = await world.programmes.joinAsGuest(secret, grace);
  expect(person).toMatchObject({ kind: 'guest', name: '陳美玉 👵', email: null });
  expect(landing).toEqual({ programme, brief: brief.id });
  const { actor } = await world.access.authenticate({ cookie: cookie.value });
  expect((await world.briefs.getBrief(actor, brief.id)).may).toEqual({
    write: true,
    update: false,
    assign: false
  });
  const residents = (await world.programmes.listMembers(anonymous, programme)).find(
    (one) => one.sector === 'resident'
  );
  expect(residents!.members).toMatchObject([
    { name: '陳美玉 👵', kind: 'guest', affiliation: { organisation: '渡口里', proof: 'self_declared' } }
  ]);
});

test('a link for the programme’s page leads there, also when there is only one brief', async () => {
  const brief = await world.brief(facilitator, programme);
  const page = await invite({ briefId: null });
  expect((await world.programmes.peekInvitation(page.secret)).brief).toBeNull();
  expect((await world.programmes.joinAsGuest(page.secret, grace)).landing.brief).toBeNull();
  // Who does not say where is understood to mean the only brief, and the link says so.
  expect((await invite()).brief).toBe(brief.id);
  const set = await world.programmes.createInvitationSet(facilitator, { programme });
  expect(set.every((one) => one.brief === brief.id)).toBe(true);
});

test('a link older than every brief leads into the first, as long as that is the only one', async () => {
  const { secret } = await invite({ briefId: null });
  const landsIn = async () => (await world.programmes.peekInvitation(secret)).brief?.id ?? null;
  expect(await landsIn()).toBeNull();
  world.wait(1);
  const brief = await world.brief(facilitator, programme);
  expect(await landsIn()).toBe(brief.id);
  await world.brief(facilitator, programme, 'Second');
  expect(await landsIn()).toBeNull();
});

test('with several briefs the link decides where one lands', async () => {
  const first = await world.brief(facilitator, programme, 'First');
  const second = await world.brief(facilitator, programme, 'Second');
  const named = await invite({ briefId: second.id });
  expect((await world.programmes.peekInvitation(named.secret)).brief).toMatchObject({
    id: second.id,
    title: 'Second'
  });
  const unnamed = await invite();
  expect((await world.programmes.joinAsGuest(unnamed.secret, grace)).landing.brief).toBeNull();
  expect(first.id).not.toBe(second.id);
});

test('a link cannot point at a brief of another programme', async () => {
  const other = await world.programme(facilitator, { title: 'Other' });
  const { id } = await world.brief(facilitator, other);
  await expect(invite({ briefId: id })).rejects.toMatchObject({
    issues: [{ field: 'briefId', reason: 'not_allowed' }]
  });
});

test('joining without a spoken yes is refused, and no guest is left behind', async () => {
  const { secret } = await invite();
  for (const consent of [false, undefined, 'on']) {
    const attempt = world.programmes.joinAsGuest(secret, { ...grace, consent });
    await expect(attempt).rejects.toMatchObject({ issues: [{ field: 'consent', reason: 'required' }] });
  }
  expect((await world.programmes.listInvitations(facilitator, programme))[0]!.joined).toBe(0);
  expect((await world.storage.journal.listEvents('instance')).map(({ type }) => type)).not.toContain(
    'account.guest_created'
  );
});

test('a name of 200 characters is refused by name', async () => {
  const { secret } = await invite();
  const attempt = world.programmes.joinAsGuest(secret, { ...grace, name: '名'.repeat(200) });
  await expect(attempt).rejects.toMatchObject({ issues: [{ field: 'name', reason: 'too_long', limit: 80 }] });
});

test('unknown, expired and revoked links are told apart from one another', async () => {
  await expect(world.programmes.peekInvitation('nonsense')).rejects.toMatchObject({
    code: 'invitation_invalid'
  });
  const short = await invite({ days: 1 });
  const revoked = await invite();
  await world.programmes.revokeInvitation(facilitator, { id: revoked.id });
  world.wait(hours(24));
  for (const { secret } of [short, revoked]) {
    await expect(world.programmes.peekInvitation(secret)).rejects.toMatchObject({ code: 'invitation_ended' });
    await expect(world.programmes.joinAsGuest(secret, {})).rejects.toMatchObject({
      code: 'invitation_ended'
    });
  }
  const states = await world.programmes.listInvitations(facilitator, programme);
  expect(states.map(({ state }) => state).sort()).toEqual(['expired', 'revoked']);
});

test('a link lives from 1 to 90 days', async () => {
  for (const days of [0, 91, 1.5, Number.NaN]) {
    await expect(invite({ days })).rejects.toMatchObject({
      issues: [{ field: 'days', reason: 'not_allowed' }]
    });
  }
});

test('revoking with removal ends the memberships of that link only, and sockets are told whose', async () => {
  const leaky = await invite();
  const sound = await invite();
  const leaver = await world.programmes.joinAsGuest(leaky.secret, grace);
  const stayer = await world.programmes.joinAsGuest(sound.secret, grace);
  const told = world.noticed('rights').length;
  const { removed } = await world.programmes.revokeInvitation(facilitator, {
    id: leaky.id,
    removeJoined: true
  });
  expect(removed).toEqual([leaver.person.id]);
  expect(world.noticed('rights').slice(told)).toEqual([
    { kind: 'rights', account: leaver.person.id, programme }
  ]);
  const { actor: gone } = await world.access.authenticate({ cookie: leaver.cookie.value });
  const { actor: here } = await world.access.authenticate({ cookie: stayer.cookie.value });
  expect((await world.programmes.standing(gone, programme)).membership).toBeNull();
  expect((await world.programmes.standing(here, programme)).membership).toMatchObject({
    role: 'contributor'
  });
});

test('joining twice keeps the affiliation and never lowers the role', async () => {
  const commenter = await invite({ role: 'commenter' });
  const contributor = await invite({ role: 'contributor', sector: 'technology' });
  const person = await world.someone('Wei');
  const as = (sector: string, organisation: string) => ({ sector, organisation, consent: true });
  await world.programmes.joinAsAccount(person, commenter.secret, as('business', 'First Ltd'));
  await world.programmes.joinAsAccount(person, contributor.secret, as('technology', 'Second Ltd'));
  await world.programmes.joinAsAccount(person, commenter.secret, as('business', 'Third Ltd'));
  expect((await world.programmes.standing(person, programme)).membership).toMatchObject({
    role: 'contributor',
    affiliation: { sector: 'business', organisation: 'First Ltd' }
  });
  const types = await world.recorded(programme);
  expect(types.filter((type) => type.startsWith('member.'))).toEqual([
    'member.joined',
    'member.joined',
    'member.role_changed'
  ]);
});

test('a facilitator who opens their own link stays facilitator', async () => {
  const { secret } = await invite({ role: 'observer' });
  await world.programmes.joinAsAccount(facilitator, secret, { sector: 'resident', consent: true });
  expect((await world.programmes.standing(facilitator, programme)).membership?.role).toBe('facilitator');
});

test('who was removed comes back only through a link made after that', async () => {
  const old = await invite();
  const person = await world.someone('Wei');
  const join = (secret: string) =>
    world.programmes.joinAsAccount(person, secret, { sector: 'business', consent: true });
  await join(old.secret);
  world.wait(hours(1));
  await world.programmes.removeMember(facilitator, { programme, account: person.person.id });
  await expect(join(old.secret)).rejects.toMatchObject({ code: 'invitation_ended' });
  world.wait(hours(1));
  const fresh = await invite();
  await join(fresh.secret);
  expect((await world.programmes.standing(person, programme)).membership).toMatchObject({
    role: 'contributor'
  });
});

test('a link revoked between the form and the write lets nobody in, and leaves no guest behind', async () => {
  const { id, secret } = await invite();
  const slow = world.rewired({
    async write(work) {
      await world.programmes.revokeInvitation(facilitator, { id, removeJoined: true });
      return world.storage.write(work);
    }
  });
  await expect(slow.joinAsGuest(secret, grace)).rejects.toMatchObject({ code: 'invitation_ended' });
  const members = (await world.programmes.listMembers(facilitator, programme)).flatMap((one) => one.members);
  expect(members.map(({ name }) => name)).toEqual(['林安']);
});

test('a refusal late in joining takes the new guest back with it', async () => {
  const { secret } = await invite();
  const failing = world.rewired({
    guests: {
      ...world.access,
      async createGuest(unit, input) {
        await world.access.createGuest(unit, input);
        throw new Error('power cut');
      }
    }
  });
  await expect(failing.joinAsGuest(secret, grace)).rejects.toThrow('power cut');
  const types = (await world.storage.journal.listEvents('instance')).map(({ type }) => type);
  expect(types).not.toContain('account.guest_created');
});

test('strangers cannot join as an account, guests of another programme can', async () => {
  const { secret } = await invite();
  const attempt = world.programmes.joinAsAccount(anonymous, secret, { sector: 'business', consent: true });
  await expect(attempt).rejects.toMatchObject({ code: 'not_signed_in' });
});
