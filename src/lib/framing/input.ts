import * as v from 'valibot';
import { idField, optionalText } from '#lib/kernel/index.ts';
import { intakeAnswers, intakeQuestions } from './intake.ts';
import { saidStates } from './sectionState.ts';

export const sectionSaid = v.strictObject({
  section: v.pipe(idField, v.description('A section’s id, from the text; not that of a translation.')),
  state: v.picklist(saidStates),
  reason: v.pipe(optionalText(500), v.description('Why; needed to contest.'))
});

/** No account means that nobody looks after the section any more. */
export const sectionOwned = v.strictObject({
  section: idField,
  account: v.optional(v.nullable(idField), null)
});

export const intakeGiven = v.strictObject({
  question: v.picklist(intakeQuestions),
  answer: v.picklist(intakeAnswers),
  reason: v.pipe(optionalText(500), v.description('Needed with "no".'))
});
