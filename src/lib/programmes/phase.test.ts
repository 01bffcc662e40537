import { describe, expect, it, test } from 'vitest';
import { inOrder, phaseNow, type Phase } from './phase.ts';
import { phaseTemplates, plannedPhases } from './phaseTemplate.ts';
import { programmeKinds } from './programme.ts';

const phase = (title: string, startsOn: string | null, endsOn: string | null): Phase => ({
  ...{ id: title, kind: 'framing', title, titleTranslated: null, startsOn, endsOn }
});

describe('where a programme stands', () => {
  const phases = [
    phase('call', '2027-02-01', '2027-02-14'),
    phase('framing', '2027-02-15', '2027-03-05'),
    phase('event', '2027-03-06', '2027-03-07'),
    phase('follow-up', '2027-03-08', null),
    phase('some day', null, null),
    phase('some day until then', null, '2030-01-01')
  ];
  test.each([
    ['2027-01-31', [], 'call'],
    ['2027-02-01', ['call'], 'framing'],
    ['2027-02-14', ['call'], 'framing'],
    ['2027-02-15', ['framing'], 'event'],
    ['2027-03-07', ['event'], 'follow-up'],
    ['2029-01-01', ['follow-up'], null]
  ])('on %s it is %j, and next comes %s', (today, current, next) => {
    const now = phaseNow(phases, today);
    expect(now.current.map(({ id }) => id)).toEqual(current);
    expect(now.next?.id ?? null).toBe(next);
  });

  it('tells of every phase under way when they overlap', () => {
    const two = [phase('build', '2027-01-01', '2027-02-01'), phase('coaching', '2027-01-10', null)];
    expect(phaseNow(two, '2027-01-15').current).toHaveLength(2);
  });
});

test('phases come in the order they begin, and one without a date stays behind its neighbour', () => {
  const listed = [
    phase('event', '2027-03-06', null),
    phase('open end', null, null),
    phase('call', '2027-02-01', null)
  ];
  expect(inOrder(listed).map(({ id }) => id)).toEqual(['call', 'event', 'open end']);
});

describe('the templates', () => {
  test.each(programmeKinds)('of a %s are dated without gaps and without going back', (kind) => {
    const phases = plannedPhases(kind, { startsOn: '2027-03-06', endsOn: '2027-06-30' }, '2026-09-01');
    expect(phases.map((one) => one.kind)).toEqual(phaseTemplates[kind].map((one) => one.kind));
    for (const [index, { startsOn, endsOn }] of phases.entries()) {
      expect(startsOn! <= endsOn!).toBe(true);
      const next = phases[index + 1];
      if (next) expect(Date.parse(next.startsOn!) - Date.parse(endsOn!)).toBe(86_400_000);
    }
  });

  it('fill the programme’s own dates exactly', () => {
    const within = plannedPhases(
      'accelerator',
      { startsOn: '2027-03-01', endsOn: '2027-05-31' },
      '2026-09-01'
    );
    expect(within.find(({ kind }) => kind === 'framing')?.startsOn).toBe('2027-03-01');
    expect(within.find(({ kind }) => kind === 'showcase')?.endsOn).toBe('2027-05-31');
  });

  it('let phases share days when the programme is shorter than their number', () => {
    const days = plannedPhases('course', { startsOn: '2027-03-06', endsOn: '2027-03-07' }, '2026-09-01');
    for (const { startsOn, endsOn } of days) expect(startsOn! <= endsOn!).toBe(true);
    expect(days.slice(0, 4).every(({ endsOn }) => endsOn! <= '2027-03-07')).toBe(true);
  });

  it('have no dates when the programme has none', () => {
    const phases = plannedPhases('hackathon', { startsOn: null, endsOn: null }, '2026-09-01');
    expect(phases.every(({ startsOn, endsOn }) => startsOn === null && endsOn === null)).toBe(true);
  });

  const hackathon = (today: string) =>
    plannedPhases('hackathon', { startsOn: '2027-03-06', endsOn: '2027-03-07' }, today);

  test.each(['2027-02-20', '2027-03-03', '2027-03-05'])(
    'made on %s propose no day gone by, and keep their order up to the start',
    (today) => {
      const before = hackathon(today).slice(0, 3);
      expect(before[0]!.startsOn).toBe(today);
      expect(before[2]!.endsOn).toBe('2027-03-05');
      for (const [index, { startsOn, endsOn }] of before.entries()) {
        expect(startsOn! <= endsOn!).toBe(true);
        const next = before[index + 1];
        if (next) expect(endsOn! <= next.startsOn!).toBe(true);
      }
    }
  );

  test.each([
    ['2027-03-06', [null, null, null, '2027-03-06', '2027-03-08', '2027-03-22']],
    ['2027-04-01', [null, null, null, '2027-03-06', null, null]]
  ])('made on %s leave without a date what would have begun before', (today, starts) => {
    expect(hackathon(today).map(({ startsOn }) => startsOn)).toEqual(starts);
  });
});
