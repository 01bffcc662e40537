import * as v from 'valibot';
import { line, optionalLine } from '#lib/kernel/index.ts';
import { sectors } from './sector.ts';

/** How somebody says from where they speak. The level of proof is never theirs to give. */
export const affiliationInput = v.strictObject({
  sector: v.picklist(sectors),
  organisation: optionalLine(120),
  capacity: optionalLine(120)
});
export type AffiliationInput = v.InferOutput<typeof affiliationInput>;

/** A person's name as shown to others. */
export const personName = line(80);
