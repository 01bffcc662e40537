import type { ProgrammeRole, Visibility } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { ProgrammeKind } from './programme.ts';

/** One line on what a kind of programme is. */
export const kindLine: Record<ProgrammeKind, () => string> = {
  hackathon: m.programmes_kind_hackathon_line,
  immersion: m.programmes_kind_immersion_line,
  workshop_series: m.programmes_kind_workshop_series_line,
  course: m.programmes_kind_course_line,
  accelerator: m.programmes_kind_accelerator_line
};

/** What a visibility means for people, in a sentence. */
export const visibilityLine: Record<Visibility, () => string> = {
  public: m.programmes_visibility_public_line,
  unlisted: m.programmes_visibility_unlisted_line,
  private: m.programmes_visibility_private_line
};

/** What a role may do, in half a line. */
export const roleLine: Record<ProgrammeRole, () => string> = {
  facilitator: m.programmes_role_facilitator_line,
  contributor: m.programmes_role_contributor_line,
  commenter: m.programmes_role_commenter_line,
  observer: m.programmes_role_observer_line
};
