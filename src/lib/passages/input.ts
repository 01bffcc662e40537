import * as v from 'valibot';
import { idField, LAST_PLACE, ownId } from '#lib/kernel/index.ts';
import { LONGEST_PASSAGE, passageKinds } from './passage.ts';

const offset = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0, 'not_allowed'),
  v.maxValue(LAST_PLACE, 'not_allowed')
);

/** A stretch of one section's words. */
export const stretch = v.strictObject({
  id: ownId,
  section: v.pipe(idField, v.description('The section’s id, from the text.')),
  from: v.pipe(offset, v.description('Where it begins, in UTF-16 units of the section’s words.')),
  to: v.pipe(offset, v.description('Where it ends; the character there is no longer part of it.')),
  seq: v.optional(
    v.pipe(
      offset,
      v.description('The `seq` of the text those places count in; what stands now when left out.')
    )
  ),
  quote: v.pipe(
    v.string(),
    v.nonEmpty('required'),
    v.maxLength(LONGEST_PASSAGE * 2, 'too_long'),
    v.description('The words themselves. When they stand elsewhere by now, the passage is marked there.')
  )
});

/** What `createPassage` takes: a stretch, and what it is. */
export const newPassage = v.strictObject({
  ...stretch.entries,
  kind: v.pipe(v.picklist(passageKinds), v.description('What it is for whoever marks it.'))
});
export type NewPassage = v.InferOutput<typeof newPassage>;

export const passageChange = v.strictObject({ kind: v.picklist(passageKinds) });

/** What `confirmPassage` takes: the words somebody stands by, as they were shown them. */
export const stoodBy = v.strictObject({
  text: v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(200_000, 'too_long'))
});

/** What a program may change of a passage: what is named. */
export const passageEdit = v.strictObject({
  kind: v.optional(v.picklist(passageKinds)),
  stillRight: v.optional(
    v.pipe(
      stoodBy.entries.text,
      v.description('Its `text` as you read it: you stand by these words from now on, and it asks no more.')
    )
  )
});
