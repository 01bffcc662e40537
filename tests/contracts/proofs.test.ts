import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous, type ProofLevel } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { confirmAddress } from '../support/confirmAddress.ts';
import { openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let facilitator: PersonActor;
let admin: PersonActor;
let wei: PersonActor;
let programme: Id;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
  admin = await world.someone('Host', { isAdmin: true });
  programme = await world.programme(facilitator);
  wei = await world.member(programme, facilitator, { name: 'Wei', sector: 'business' });
});
afterEach(() => world.close());

const of = async (person: PersonActor) => (await world.programmes.standing(person, programme)).membership!;
const proofOf = async (person: PersonActor) => (await of(person)).affiliation.proof;
const give = (by: PersonActor, to: PersonActor, level: ProofLevel, seen: object = {}) =>
  world.programmes.giveProof(by, { programme, account: to.person.id, level, ...seen });
const withdraw = (by: PersonActor, from: PersonActor) =>
  world.programmes.withdrawProof(by, { programme, account: from.person.id });
const last = async () => (await world.programmes.programmeRecord(facilitator, programme)).events.at(-1)!;

test('a facilitator vouches for others, not for themselves; a member for nobody', async () => {
  await give(facilitator, wei, 'vouched');
  expect(await proofOf(wei)).toBe('vouched');
  expect(await last()).toMatchObject({
    type: 'member.proof_given',
    actor: facilitator.person.id,
    subject: { kind: 'member', id: wei.person.id },
    data: { proof: 'vouched', before: 'self_declared', sector: 'business' }
  });
  expect(world.noticed('rights').at(-1)).toEqual({ kind: 'rights', account: wei.person.id, programme });
  await expect(give(facilitator, facilitator, 'vouched')).rejects.toMatchObject({ code: 'own_affiliation' });
  await expect(give(wei, facilitator, 'vouched')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(give(admin, wei, 'vouched')).rejects.toMatchObject({ code: 'forbidden' });
  const [members] = (await world.programmes.listMembers(anonymous, programme)).filter(
    ({ sector }) => sector === 'business'
  );
  expect(members!.members).toMatchObject([{ name: 'Wei', proofBy: '林安', proofNote: null }]);
});

test('an admin verifies, a facilitator does not; a weaker proof never takes the place of a stronger', async () => {
  await expect(give(facilitator, wei, 'verified')).rejects.toMatchObject({ code: 'forbidden' });
  await give(admin, wei, 'verified');
  const before = await world.recorded(programme);
  await expect(give(facilitator, wei, 'vouched')).rejects.toMatchObject({ code: 'proof_stands' });
  await give(admin, wei, 'verified');
  expect(await proofOf(wei)).toBe('verified');
  expect(await world.recorded(programme)).toEqual(before);
});

test('a proof is withdrawn by an event: vouching by a facilitator, verification by an admin, one’s own by oneself', async () => {
  await give(facilitator, wei, 'vouched');
  await withdraw(facilitator, wei);
  expect(await proofOf(wei)).toBe('self_declared');
  expect(await last()).toMatchObject({ type: 'member.proof_withdrawn', data: { proof: 'vouched' } });
  await give(admin, wei, 'verified');
  await expect(withdraw(facilitator, wei)).rejects.toMatchObject({ code: 'forbidden' });
  await withdraw(wei, wei);
  expect(await proofOf(wei)).toBe('self_declared');
  const stranger = await world.someone('Stranger');
  await expect(withdraw(stranger, wei)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a confirmed address shows its domain, an unconfirmed or free one nothing', async () => {
  const prove = (person: PersonActor) => world.programmes.proveByEmail(person, { programme });
  await expect(prove(wei)).rejects.toMatchObject({ code: 'email_unconfirmed' });
  await confirmAddress(world, wei.person.id, 'wei@gmail.com');
  await expect(prove(wei)).rejects.toMatchObject({ code: 'email_domain_free' });
  await confirmAddress(world, wei.person.id, 'wei@water.gov.tw');
  await prove(wei);
  expect(await proofOf(wei)).toBe('email_domain');
  expect(await last()).toMatchObject({ committed: { domain: 'water.gov.tw' } });
  const told = JSON.stringify([
    await world.programmes.programmeRecord(facilitator, programme),
    await world.programmes.listMembers(anonymous, programme)
  ]);
  expect(told).toContain('water.gov.tw');
  expect(told).not.toContain('wei@');
  await give(facilitator, wei, 'vouched');
  await expect(prove(wei)).rejects.toMatchObject({ code: 'proof_stands' });
});

test('a new sector or organisation ends the proof, a new function does not; earlier acts keep the old', async () => {
  await give(facilitator, wei, 'vouched');
  const say = (changes: Record<string, unknown>) =>
    world.programmes.changeAffiliation(wei, {
      ...{ programme, sector: 'business', organisation: 'Wei & Co', capacity: null },
      ...changes
    });
  expect(await say({ capacity: 'Head of sales' })).toMatchObject({ proof: 'vouched' });
  expect(await say({ capacity: 'Head of sales', sector: 'civil_society', organisation: '河川聯盟' })).toEqual(
    {
      ...{
        sector: 'civil_society',
        organisation: '河川聯盟',
        capacity: 'Head of sales',
        proof: 'self_declared'
      }
    }
  );
  const event = await last();
  expect(event).toMatchObject({
    type: 'member.affiliation_changed',
    actor: wei.person.id,
    affiliation: { sector: 'business', proof: 'vouched' },
    data: {
      changed: ['sector', 'organisation'],
      from: { sector: 'business', proof: 'vouched' },
      to: { sector: 'civil_society', proof: 'self_declared' }
    },
    committed: { organisation: '河川聯盟', organisationBefore: 'Wei & Co' }
  });
  expect(JSON.stringify(event.data)).not.toContain('河川');
  expect(world.noticed('rights').at(-1)).toEqual({ kind: 'rights', account: wei.person.id, programme });
  const { events } = await world.programmes.programmeRecord(facilitator, programme);
  expect(events.find(({ type, actor }) => type === 'member.joined' && actor === wei.person.id)).toMatchObject(
    {
      affiliation: { sector: 'business', proof: 'self_declared' }
    }
  );
});

test('saying the same again records nothing; who is no member has nothing to say', async () => {
  const before = await world.recorded(programme);
  const same = { programme, sector: 'business', organisation: 'Wei & Co', capacity: '' };
  await world.programmes.changeAffiliation(wei, same);
  expect(await world.recorded(programme)).toEqual(before);
  await expect(world.programmes.changeAffiliation(admin, same)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(world.programmes.changeAffiliation(anonymous, same)).rejects.toMatchObject({
    code: 'not_signed_in'
  });
});

test('a facilitator does not vouch for what changed while they looked', async () => {
  const seen = { sector: 'business', organisation: 'Wei & Co' };
  await world.programmes.changeAffiliation(wei, { programme, sector: 'government', organisation: 'Mayor' });
  await expect(give(facilitator, wei, 'vouched', seen)).rejects.toMatchObject({ code: 'conflict' });
  expect(await proofOf(wei)).toBe('self_declared');
});
