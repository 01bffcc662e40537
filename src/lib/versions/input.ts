import * as v from 'valibot';
import { idField, LAST_PLACE, line, optionalLine } from '#lib/kernel/index.ts';

/** What `nameVersion` takes. */
export const newVersion = v.strictObject({ name: line(120), note: optionalLine(300) });

/** What `unsealVersion` takes: why the text is open again. */
export const unsealing = v.strictObject({ reason: line(300) });

/** What `restoreText` takes: where the text stood, and one section when not all of it is meant. */
export const restoring = v.strictObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(0, 'not_allowed'), v.maxValue(LAST_PLACE, 'not_allowed')),
  section: v.optional(v.nullable(idField), null)
});
