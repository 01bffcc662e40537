import * as v from 'valibot';
import { idField, line, optionalLine, Problem } from '#lib/kernel/index.ts';
import { optionalDate } from './input.ts';
import { phaseKinds } from './phase.ts';

/** More would be a plan of days, not of phases. */
const MOST_PHASES = 24;

/** What `setPhases` takes. */
export const newPhases = v.strictObject({
  phases: v.pipe(
    v.array(
      v.strictObject({
        id: v.optional(idField),
        kind: v.picklist(phaseKinds),
        title: line(80),
        titleTranslated: optionalLine(80),
        startsOn: optionalDate,
        endsOn: optionalDate
      })
    ),
    v.maxLength(MOST_PHASES)
  )
});

/** @throws Problem `invalid_input` (`phases.N.endsOn`, `dates_reversed`) for every phase that ends before it begins */
export function phaseDatesInOrder(phases: readonly { startsOn: string | null; endsOn: string | null }[]) {
  const issues = phases.flatMap(({ startsOn, endsOn }, index) =>
    startsOn !== null && endsOn !== null && endsOn < startsOn
      ? [{ field: `phases.${index}.endsOn`, reason: 'dates_reversed' as const }]
      : []
  );
  if (issues.length > 0) throw new Problem('invalid_input', issues);
}
