import type { PhaseKind } from './phase.ts';
import type { ProgrammeKind } from './programme.ts';

/**
 * One phase as a kind of programme usually has it. `part`: what comes before the programme's own dates, fills them, or
 * follows them. `days` is its usual length; within the programme's dates it is its share.
 */
type Planned = { kind: PhaseKind; part: 'before' | 'within' | 'after'; days: number };

/** The phases each kind of programme begins with. Facilitators change them freely afterwards. */
export const phaseTemplates: Readonly<Record<ProgrammeKind, readonly Planned[]>> = {
  hackathon: [
    { kind: 'call', part: 'before', days: 21 },
    { kind: 'framing', part: 'before', days: 28 },
    { kind: 'requirements', part: 'before', days: 7 },
    { kind: 'build', part: 'within', days: 2 },
    { kind: 'handoff', part: 'after', days: 14 },
    { kind: 'follow_up', part: 'after', days: 90 }
  ],
  immersion: [
    { kind: 'call', part: 'before', days: 28 },
    { kind: 'discover', part: 'within', days: 14 },
    { kind: 'framing', part: 'within', days: 21 },
    { kind: 'build', part: 'within', days: 35 },
    { kind: 'handoff', part: 'within', days: 14 },
    { kind: 'follow_up', part: 'after', days: 180 }
  ],
  workshop_series: [
    { kind: 'call', part: 'before', days: 21 },
    { kind: 'framing', part: 'within', days: 42 },
    { kind: 'requirements', part: 'within', days: 14 },
    { kind: 'response', part: 'after', days: 60 },
    { kind: 'follow_up', part: 'after', days: 90 }
  ],
  course: [
    { kind: 'learn', part: 'within', days: 21 },
    { kind: 'framing', part: 'within', days: 28 },
    { kind: 'build', part: 'within', days: 42 },
    { kind: 'showcase', part: 'within', days: 7 },
    { kind: 'follow_up', part: 'after', days: 60 }
  ],
  accelerator: [
    { kind: 'call', part: 'before', days: 30 },
    { kind: 'framing', part: 'within', days: 21 },
    { kind: 'coaching', part: 'within', days: 63 },
    { kind: 'adoption', part: 'within', days: 42 },
    { kind: 'showcase', part: 'within', days: 7 },
    { kind: 'follow_up', part: 'after', days: 180 }
  ]
};

/** A phase of a template on the calendar; without dates when the programme has none to count from. */
export type PlannedPhase = { kind: PhaseKind; startsOn: string | null; endsOn: string | null };

/**
 * A kind's phases, laid around the programme's own dates (ISO days, both included). An open end is filled with the usual
 * lengths; a span with fewer days than phases lets phases share days. Outside the programme's own dates no day gone by is
 * proposed: what comes before shares the days left from today on; what cannot be laid so has no date.
 */
export function plannedPhases(
  kind: ProgrammeKind,
  { startsOn, endsOn }: { startsOn: string | null; endsOn: string | null },
  today: string
): PlannedPhase[] {
  const plan = phaseTemplates[kind];
  const of = (part: Planned['part']) => plan.filter((phase) => phase.part === part);
  const within = of('within');
  if (startsOn === null) return undated(plan);
  const first = dayNumber(startsOn);
  const last = endsOn === null ? first + total(within) - 1 : dayNumber(endsOn);
  const now = dayNumber(today);
  return [
    ...leadingUpTo(first, of('before'), now),
    ...shared(within, first, last),
    ...(last + 1 < now ? undated(of('after')) : inARow(of('after'), last + 1))
  ];
}

function leadingUpTo(first: number, phases: readonly Planned[], now: number): PlannedPhase[] {
  const usual = first - total(phases);
  if (usual >= now) return inARow(phases, usual);
  return first > now ? shared(phases, now, first - 1) : undated(phases);
}

const undated = (phases: readonly Planned[]): PlannedPhase[] =>
  phases.map(({ kind }) => ({ kind, startsOn: null, endsOn: null }));

function inARow(phases: readonly Planned[], from: number): PlannedPhase[] {
  let start = from;
  return phases.map(({ kind, days }) => {
    const phase = { kind, startsOn: isoDay(start), endsOn: isoDay(start + days - 1) };
    start += days;
    return phase;
  });
}

function shared(phases: readonly Planned[], first: number, last: number): PlannedPhase[] {
  const span = last - first + 1;
  const whole = total(phases);
  let passed = 0;
  return phases.map(({ kind, days }) => {
    const start = first + Math.floor((span * passed) / whole);
    passed += days;
    const end = first + Math.floor((span * passed) / whole) - 1;
    return { kind, startsOn: isoDay(start), endsOn: isoDay(Math.max(start, end)) };
  });
}

const total = (phases: readonly Planned[]) => phases.reduce((sum, { days }) => sum + days, 0);

const DAY = 86_400_000;
const dayNumber = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const isoDay = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
