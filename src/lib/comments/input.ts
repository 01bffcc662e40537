import * as v from 'valibot';
import { cleanText, idField, ownId } from '#lib/kernel/index.ts';
import { LONGEST_COMMENT, reactionKinds } from './comment.ts';

const text = v.pipe(
  v.string(),
  v.metadata({ minLength: 1, maxLength: LONGEST_COMMENT, pattern: '\\S' }),
  v.transform(cleanText),
  v.nonEmpty('required'),
  v.maxGraphemes(LONGEST_COMMENT),
  v.maxLength(LONGEST_COMMENT * 8)
);

const offset = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0, 'not_allowed'),
  v.maxValue(Number.MAX_SAFE_INTEGER, 'not_allowed')
);

/** What `openThread` takes: the words it is about, as a passage names them, and what is said. */
export const newThread = v.strictObject({
  id: ownId,
  on: v.strictObject({
    section: v.pipe(idField, v.description('The section’s id, from the text.')),
    from: v.pipe(offset, v.description('Where the words begin, in UTF-16 units of the section’s words.')),
    to: v.pipe(offset, v.description('Where they end.')),
    seq: v.optional(v.pipe(offset, v.description('The `seq` of the text those places count in.'))),
    quote: v.pipe(v.string(), v.nonEmpty('required'), v.description('The words themselves.'))
  }),
  text
});

/** What `reply` and `editComment` take. Somebody is mentioned as `@{id}`, a sector as `@{government}`. */
export const words = v.strictObject({ id: ownId, text });
export const newWords = v.strictObject({ text });

/** What `react` takes: a mark, and whether it is to stand. */
export const reaction = v.strictObject({ kind: v.picklist(reactionKinds), on: v.boolean() });

/** What `resolveThread` takes. */
export const resolution = v.strictObject({ resolved: v.boolean() });

/** What `decideComment` takes. */
export const decision = v.strictObject({ show: v.boolean() });

/** What `ruleComments` takes. */
export const rule = v.strictObject({ holds: v.boolean() });
