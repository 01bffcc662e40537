import type { Id } from '#lib/kernel/index.ts';

/** What happens in a stretch of a programme; every template is made of these, in an order of its own. */
export const phaseKinds = [
  'call',
  'discover',
  'learn',
  'framing',
  'requirements',
  'build',
  'coaching',
  'adoption',
  'showcase',
  'handoff',
  'response',
  'follow_up'
] as const;
export type PhaseKind = (typeof phaseKinds)[number];

/** A stretch of a programme. Dates are ISO days, both included; either may be open. */
export type Phase = {
  id: Id;
  kind: PhaseKind;
  /** in the programme's language; the translation is in the other one */
  title: string;
  titleTranslated: string | null;
  startsOn: string | null;
  endsOn: string | null;
};

/** A phase that is not stored as it stands here; `id` null: one that is not there yet. */
export type PhaseDraft = Omit<Phase, 'id'> & { id: Id | null };

/** Where a programme stands on a day. */
export type PhaseNow = {
  /** under way; several when they overlap */
  current: Phase[];
  /** the next to begin, when one has a date */
  next: Phase | null;
};

/**
 * Where a programme stands.
 * @param today ISO day; dates compare as text
 */
export function phaseNow(phases: readonly Phase[], today: string): PhaseNow {
  const coming = phases
    .filter(({ startsOn }) => startsOn !== null && startsOn > today)
    .sort((a, b) => (a.startsOn! < b.startsOn! ? -1 : 1));
  return { current: phases.filter((phase) => isUnderWay(phase, today)), next: coming[0] ?? null };
}

/** Whether a phase is behind us on that day. */
export function isOver({ endsOn }: Pick<Phase, 'endsOn'>, today: string): boolean {
  return endsOn !== null && endsOn < today;
}

// A phase whose start is open has not begun: it is a plan, not the present.
function isUnderWay({ startsOn, endsOn }: Phase, today: string): boolean {
  return startsOn !== null && startsOn <= today && (endsOn === null || today <= endsOn);
}

/** Phases in the order they begin; one without a start stays behind the one it was listed after. */
export function inOrder<P extends Pick<Phase, 'startsOn'>>(phases: readonly P[]): P[] {
  let latest = '';
  const placed = phases.map((phase, index) => {
    latest = phase.startsOn ?? latest;
    return { phase, index, start: latest };
  });
  placed.sort((a, b) => (a.start === b.start ? a.index - b.index : a.start < b.start ? -1 : 1));
  return placed.map(({ phase }) => phase);
}
