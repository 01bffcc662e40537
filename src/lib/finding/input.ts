import * as v from 'valibot';
import { idField } from '#lib/kernel/index.ts';
import { entryKinds } from '#lib/search/index.ts';

/** Most that one answer holds. */
export const MOST_FOUND = 50;

/** What is looked for. A long query is not refused: its first 200 characters count. */
export const findQuery = v.strictObject({
  q: v.optional(v.string(), ''),
  programme: v.optional(idField),
  kinds: v.optional(v.array(v.picklist(entryKinds))),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_FOUND)), MOST_FOUND)
});
