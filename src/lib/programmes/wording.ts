import { m } from '#lib/i18n/paraglide/messages.js';
import type { ProgrammeKind } from './programme.ts';

/** A kind of programme, named in the reader's language. */
export const kindName: Record<ProgrammeKind, () => string> = {
  hackathon: m.programmes_kind_hackathon,
  immersion: m.programmes_kind_immersion,
  workshop_series: m.programmes_kind_workshop_series,
  course: m.programmes_kind_course,
  accelerator: m.programmes_kind_accelerator
};
