import * as v from 'valibot';
import { Problem, type FieldIssue, type FieldReason } from './problems.ts';

const reasons: Record<string, FieldReason> = {
  non_empty: 'required',
  min_length: 'too_short',
  max_length: 'too_long',
  max_graphemes: 'too_long',
  email: 'not_email',
  rfc_email: 'not_email',
  iso_date: 'not_date',
  picklist: 'not_allowed'
};

/** A whole number from `least` to `most`; a refusal, also of what is no number, names both. */
export function wholeNumber(least: number, most: number) {
  const told = `${WHOLE}${least}:${most}`;
  return v.pipe(v.number(told), v.integer(told), v.minValue(least, told), v.maxValue(most, told));
}

// How a range travels in the one text an issue of valibot carries.
const WHOLE = 'whole:';

/**
 * Checks input from outside against a schema.
 * @throws Problem `invalid_input` naming every wrong field once, with the first reason its schema found
 */
export function parse<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw new Problem('invalid_input', onePerField(result.issues.map(toFieldIssue)));
}

// A schema's checks may overlap: a text over its length has too many characters and too many code units at once.
// Its first check is the one people can count by.
function onePerField(issues: FieldIssue[]): FieldIssue[] {
  const named = new Set<string>();
  return issues.filter(({ field }) => !named.has(field) && named.add(field));
}

function toFieldIssue(issue: v.BaseIssue<unknown>): FieldIssue {
  const field = v.getDotPath(issue) ?? '';
  if (issue.message.startsWith(WHOLE)) {
    const [least, limit] = issue.message.slice(WHOLE.length).split(':').map(Number);
    return { field, reason: 'not_allowed', least: least!, limit: limit! };
  }
  const told = reasons[issue.message] ?? (isReason(issue.message) ? issue.message : undefined);
  const reason = told ?? untold(issue);
  const limit = typeof issue.requirement === 'number' ? issue.requirement : undefined;
  return limit === undefined ? { field, reason } : { field, reason, limit };
}

/** What a schema without a reason of its own means. A strict object speaks of a missing and of a surplus key alike. */
function untold({ input, type, expected }: v.BaseIssue<unknown>): FieldReason {
  if (type === 'strict_object' && expected === 'never') return 'unknown';
  const isAbsent = input === undefined || input === null || input === '';
  return isAbsent ? 'required' : (reasons[type] ?? 'not_allowed');
}

const known = new Set<string>([
  'required',
  'too_long',
  'too_short',
  'too_weak',
  'wrong_password',
  'not_email',
  'not_date',
  'dates_reversed',
  'not_allowed',
  'not_code',
  'too_tangled',
  'unknown'
]);
function isReason(message: string): message is FieldReason {
  return known.has(message);
}
