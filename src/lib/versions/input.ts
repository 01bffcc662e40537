import * as v from 'valibot';
import { line, optionalLine } from '#lib/kernel/index.ts';

/** What `nameVersion` takes. */
export const newVersion = v.strictObject({ name: line(120), note: optionalLine(300) });

/** What `unsealVersion` takes: why the text is open again. */
export const unsealing = v.strictObject({ reason: line(300) });
