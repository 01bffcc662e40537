import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous } from '#lib/access/index.ts';
import { kysely } from '#db/rows.server.ts';
import { newId } from '#lib/kernel/index.ts';
import { harbourNight, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let facilitator: PersonActor;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
});
afterEach(() => world.close());

test('whoever creates a programme becomes its facilitator and speaks from the affiliation they declared', async () => {
  const id = await world.programme(facilitator);
  const programme = await world.programmes.getProgramme(facilitator, id);
  expect(programme).toMatchObject({
    title: '港邊黑客松',
    startsOn: '2027-03-06',
    membership: { role: 'facilitator', affiliation: { sector: 'government', proof: 'self_declared' } },
    counts: { members: 1, briefs: 0 }
  });
  expect(programme.table.map(({ sector, members }) => [sector, members])).toEqual([
    ['government', 1],
    ['civil_society', 0],
    ['technology', 0],
    ['business', 0],
    ['academia', 0],
    ['resident', 0]
  ]);
  expect(await world.recorded(id)).toEqual(['programme.created', 'member.joined']);
});

test('titles and organisations stay out of the hashed record', async () => {
  const id = await world.programme(facilitator, {
    affiliation: { ...harbourNight.affiliation, organisation: 'Harbour Bureau' }
  });
  const stored = await kysely(world.storage.read).selectFrom('journal_event').select('body').execute();
  expect(stored.length).toBeGreaterThan(1);
  for (const { body } of stored) expect(body).not.toMatch(/港|ferries|Harbour/);
  // What may be shown is joined to it, as it was at the time of the act.
  await world.programmes.changeAffiliation(facilitator, {
    ...{ programme: id, sector: 'civil_society', organisation: 'Egret Society', capacity: null }
  });
  const [created] = await world.storage.journal.listEvents(id);
  expect(created).toMatchObject({ affiliation: { sector: 'government', organisation: 'Harbour Bureau' } });
});

test.each([
  ['a programme that ends before it starts', { endsOn: '2027-03-05' }, 'endsOn', 'dates_reversed'],
  ['a day that is not in the calendar', { startsOn: '2027-02-30' }, 'startsOn', 'not_date'],
  ['a blank title', { title: ' \u202e ' }, 'title', 'required'],
  ['a title of 200 characters', { title: '長'.repeat(200) }, 'title', 'too_long'],
  ['an unknown kind', { kind: 'party' }, 'kind', 'not_allowed'],
  ['no affiliation', { affiliation: undefined }, 'affiliation', 'required'],
  ['an unknown sector', { affiliation: { sector: 'army' } }, 'affiliation.sector', 'not_allowed'],
  [
    'a proof one gives oneself',
    { affiliation: { sector: 'business', proof: 'verified' } },
    'affiliation.proof',
    'unknown'
  ],
  ['an unknown field', { isAdmin: true }, 'isAdmin', 'unknown']
])('%s is refused by name', async (_, changes, field, reason) => {
  const attempt = world.programmes.createProgramme(facilitator, { ...harbourNight, ...changes });
  await expect(attempt).rejects.toMatchObject({ code: 'invalid_input', issues: [{ field, reason }] });
  expect(await world.programmes.listProgrammes(facilitator)).toEqual([]);
});

test('the same form sent twice at once makes one programme', async () => {
  const id = newId();
  const send = () => world.programmes.createProgramme(facilitator, { ...harbourNight, id });
  expect(await Promise.all([send(), send()])).toEqual([{ id }, { id }]);
  expect(await world.programmes.listProgrammes(facilitator)).toHaveLength(1);
  expect(await world.recorded(id)).toEqual(['programme.created', 'member.joined']);
});

test('nobody takes over a programme by its id', async () => {
  const id = await world.programme(facilitator, { visibility: 'private' });
  const other = await world.someone('Other');
  const attempt = world.programmes.createProgramme(other, { ...harbourNight, id });
  await expect(attempt).rejects.toMatchObject({ code: 'conflict' });
  await expect(world.programmes.getProgramme(other, id)).rejects.toMatchObject({ code: 'not_found' });
});

test('names keep emoji and markup as text', async () => {
  const title = '👩‍👩‍👧 <b>Ferry</b> "naïve" مرحبا';
  const id = await world.programme(facilitator, { title });
  expect((await world.programmes.getProgramme(anonymous, id)).title).toBe(title);
});

test('nothing is public by omission', async () => {
  const { visibility: _, ...withoutVisibility } = harbourNight;
  const { id } = await world.programmes.createProgramme(facilitator, withoutVisibility);
  await expect(world.programmes.getProgramme(anonymous, id)).rejects.toMatchObject({ code: 'not_found' });
});

test('lists show public programmes and one’s own; unlisted ones open by their link, private ones not', async () => {
  const open = await world.programme(facilitator);
  const unlisted = await world.programme(facilitator, { visibility: 'unlisted' });
  const hidden = await world.programme(facilitator, { visibility: 'private' });
  const outsider = await world.someone('Outsider');
  const idsFor = async (actor: Parameters<typeof world.programmes.listProgrammes>[0]) =>
    (await world.programmes.listProgrammes(actor)).map(({ id }) => id);
  expect(await idsFor(anonymous)).toEqual([open]);
  expect(await idsFor(outsider)).toEqual([open]);
  expect((await idsFor(facilitator)).sort()).toEqual([open, unlisted, hidden].sort());
  expect((await world.programmes.getProgramme(anonymous, unlisted)).id).toBe(unlisted);
  await expect(world.programmes.getProgramme(outsider, hidden)).rejects.toMatchObject({ code: 'not_found' });
  const admin = await world.someone('Admin', { isAdmin: true });
  expect(await idsFor(admin)).toContain(hidden);
});

test('a change of visibility reaches open sockets and is an event of its own', async () => {
  const id = await world.programme(facilitator);
  await world.programmes.updateProgramme(facilitator, id, { visibility: 'private', title: '港邊週末' });
  expect(await world.recorded(id)).toEqual([
    'programme.created',
    'member.joined',
    'programme.updated',
    'programme.visibility_changed'
  ]);
  expect(world.noticed('rights')).toEqual([{ kind: 'rights', programme: id }]);
  await expect(world.programmes.getProgramme(anonymous, id)).rejects.toMatchObject({ code: 'not_found' });
});

test('an update changes what is named, clears what is blank and leaves the rest', async () => {
  const id = await world.programme(facilitator);
  await world.programmes.updateProgramme(facilitator, id, { summary: '', startsOn: null });
  const { title, summary, startsOn, endsOn } = await world.programmes.getProgramme(facilitator, id);
  expect({ title, summary, startsOn, endsOn }).toEqual({
    title: '港邊黑客松',
    summary: null,
    startsOn: null,
    endsOn: '2027-03-07'
  });
});

test('an update that changes nothing records nothing', async () => {
  const id = await world.programme(facilitator);
  await world.programmes.updateProgramme(facilitator, id, { title: '港邊黑客松' });
  expect(await world.recorded(id)).toHaveLength(2);
});

test('an end before the start already stored is refused', async () => {
  const id = await world.programme(facilitator);
  const attempt = world.programmes.updateProgramme(facilitator, id, { endsOn: '2027-03-01' });
  await expect(attempt).rejects.toMatchObject({ issues: [{ field: 'endsOn', reason: 'dates_reversed' }] });
});

test('the record pages oldest first, names people and shows the head', async () => {
  const id = await world.programme(facilitator);
  await world.member(id, facilitator, { name: 'Wei', sector: 'business' });
  const first = await world.programmes.programmeRecord(anonymous, id, { limit: 3 });
  expect(first.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(first.next).toBe(3);
  const second = await world.programmes.programmeRecord(anonymous, id, { after: 3 });
  expect(second.events.map(({ type }) => type)).toEqual(['member.joined']);
  expect(second.next).toBeNull();
  expect(second.head).toEqual({ seq: 4, hash: second.events[0]!.hash });
  expect(Object.values(second.people)).toEqual([
    { name: 'Wei', kind: 'full', sector: 'business', organisation: 'Wei & Co' }
  ]);
});
