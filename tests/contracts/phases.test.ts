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
  // Far enough ahead for all that comes before it.
  programme = await world.programme(facilitator, { startsOn: '2027-06-05', endsOn: '2027-06-06' });
});
afterEach(() => world.close());

const phases = async () => (await world.programmes.getProgramme(anonymous, programme)).phases;

test('a new hackathon has the phases of hackathons around its dates, named in both languages', async () => {
  expect(await phases()).toMatchObject([
    { kind: 'call', title: '徵集題目', titleTranslated: 'Call for problems', startsOn: '2027-04-10' },
    { kind: 'framing', title: '釐清問題', endsOn: '2027-05-28' },
    { kind: 'requirements', endsOn: '2027-06-04' },
    { kind: 'build', startsOn: '2027-06-05', endsOn: '2027-06-06' },
    { kind: 'handoff', startsOn: '2027-06-07' },
    { kind: 'follow_up' }
  ]);
});

test('the facilitator changes them; the record keeps dates in the open and titles behind a commitment', async () => {
  const [first] = await phases();
  await world.programmes.setPhases(facilitator, programme, {
    phases: [
      { kind: 'build', title: '海邊開工', startsOn: '2027-06-05', endsOn: '2027-06-06' },
      { ...first!, endsOn: '2027-05-01' }
    ]
  });
  const after = await phases();
  expect(after.map(({ title }) => title)).toEqual(['徵集題目', '海邊開工']);
  expect(after[0]!.id).toBe(first!.id);
  const event = (await world.storage.journal.listEvents(programme)).at(-1)!;
  expect(event).toMatchObject({
    type: 'programme.phases_changed',
    data: { phases: [{ kind: 'call', endsOn: '2027-05-01' }, { kind: 'build' }] },
    committed: { titles: [{ title: '徵集題目' }, { title: '海邊開工' }] }
  });
  expect(JSON.stringify(event.data)).not.toContain('海邊');
});

test('setting what is already there records nothing', async () => {
  const before = await phases();
  await world.programmes.setPhases(facilitator, programme, { phases: before });
  expect(await world.recorded(programme)).toEqual(['programme.created', 'member.joined']);
  expect(await phases()).toEqual(before);
});

test('an id of another programme’s phase is not taken over', async () => {
  const other = await world.programme(facilitator, { title: '山邊黑客松' });
  const theirs = (await world.programmes.getProgramme(facilitator, other)).phases;
  const taken = await world.programmes.setPhases(facilitator, programme, { phases: [theirs[0]!] });
  expect(taken[0]!.id).not.toBe(theirs[0]!.id);
  expect((await world.programmes.getProgramme(facilitator, other)).phases).toEqual(theirs);
});

test('the template is only proposed: nothing changes until somebody sets it', async () => {
  const [call, framing] = await phases();
  await world.programmes.setPhases(facilitator, programme, {
    phases: [
      { ...framing!, title: '在海邊聊聊' },
      { kind: 'showcase', title: '晚餐' }
    ]
  });
  const before = { phases: await phases(), recorded: await world.recorded(programme) };
  const proposed = await world.programmes.proposePhases(facilitator, programme);
  expect({ phases: await phases(), recorded: await world.recorded(programme) }).toEqual(before);
  expect(proposed).toHaveLength(6);
  expect(proposed[0]).toEqual({ ...call, id: null });
  // The same phase, called as in the template: what points to it keeps pointing.
  expect(proposed[1]).toEqual(framing);
});

test('a proposal that is what stands there already changes nothing when it is set', async () => {
  const before = await phases();
  const proposed = await world.programmes.proposePhases(facilitator, programme);
  await world.programmes.setPhases(facilitator, programme, { phases: proposed });
  expect(await phases()).toEqual(before);
  expect(await world.recorded(programme)).not.toContain('programme.phases_changed');
});

test('everything wrong is named at once, in programmes and phases alike', async () => {
  const dates = { startsOn: '2027-03-06', endsOn: '2027-03-05' };
  const wrong = { ...dates, title: 'x'.repeat(200) };
  const issues = (prefix: string, limit: number) => [
    { field: `${prefix}title`, reason: 'too_long', limit },
    { field: `${prefix}endsOn`, reason: 'dates_reversed' }
  ];
  const phase = { kind: 'framing', ...wrong };
  await expect(world.programmes.setPhases(facilitator, programme, { phases: [phase] })).rejects.toMatchObject(
    { issues: issues('phases.0.', 80) }
  );
  await expect(world.programme(facilitator, wrong)).rejects.toMatchObject({ issues: issues('', 120) });
  await expect(world.programmes.updateProgramme(facilitator, programme, wrong)).rejects.toMatchObject({
    issues: issues('', 120)
  });
});

test.each([
  [
    'a phase that ends before it begins',
    { startsOn: '2027-03-06', endsOn: '2027-03-05' },
    'endsOn',
    'dates_reversed'
  ],
  ['a day that is not in the calendar', { startsOn: '2027-02-30' }, 'startsOn', 'not_date'],
  ['no title', { title: ' ' }, 'title', 'required'],
  ['an unknown kind', { kind: 'party' }, 'kind', 'not_allowed'],
  ['an unknown field', { state: 'done' }, 'state', 'unknown']
])('%s is refused by name, and nothing changes', async (_, changes, field, reason) => {
  const before = await phases();
  const wanted = { kind: 'framing', title: '釐清問題', ...changes };
  const attempt = world.programmes.setPhases(facilitator, programme, { phases: [before[0], wanted] });
  await expect(attempt).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [{ field: `phases.1.${field}`, reason }]
  });
  expect(await phases()).toEqual(before);
});

test('only facilitators change them', async () => {
  const contributor = await world.member(programme, facilitator, { name: '陳可' });
  for (const [actor, code] of [
    [contributor, 'forbidden'],
    [anonymous, 'not_signed_in']
  ] as const) {
    await expect(world.programmes.setPhases(actor, programme, { phases: [] })).rejects.toMatchObject({
      code
    });
    await expect(world.programmes.proposePhases(actor, programme)).rejects.toMatchObject({ code });
  }
});

test('today is the day in Taipei, also while it is still yesterday in Greenwich', async () => {
  const today = async () => (await world.programmes.getProgramme(anonymous, programme)).today;
  expect(await today()).toBe('2027-03-06');
  world.wait(hours(14.5));
  expect(await today()).toBe('2027-03-06');
  world.wait(hours(1));
  expect(await today()).toBe('2027-03-07');
});
