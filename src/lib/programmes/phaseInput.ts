import * as v from 'valibot';
import { idField, line, optionalLine } from '#lib/kernel/index.ts';
import { datesInOrder, optionalDate } from './input.ts';
import { phaseKinds } from './phase.ts';

/** More would be a plan of days, not of phases. */
const MOST_PHASES = 24;

/** What `setPhases` takes. */
export const newPhases = v.strictObject({
  phases: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({
          id: v.optional(idField),
          kind: v.picklist(phaseKinds),
          title: line(80),
          titleTranslated: optionalLine(80),
          startsOn: optionalDate,
          endsOn: optionalDate
        }),
        v.forward(v.partialCheck([['startsOn'], ['endsOn']], datesInOrder, 'dates_reversed'), ['endsOn'])
      )
    ),
    v.maxLength(MOST_PHASES)
  )
});
