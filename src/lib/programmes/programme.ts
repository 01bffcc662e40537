import type { Affiliation, ProgrammeRole, Sector, Visibility } from '#lib/access/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';
import type { Phase } from './phase.ts';

/** What a programme is: a frame with a beginning and an end in which briefs are written. */
export const programmeKinds = ['hackathon', 'immersion', 'workshop_series', 'course', 'accelerator'] as const;
export type ProgrammeKind = (typeof programmeKinds)[number];

export type Programme = {
  id: Id;
  kind: ProgrammeKind;
  title: string;
  summary: string | null;
  /** the language title and summary are written in; the translations are in the other one */
  lang: Language;
  titleTranslated: string | null;
  summaryTranslated: string | null;
  visibility: Visibility;
  /** ISO dates, yyyy-mm-dd */
  startsOn: string | null;
  endsOn: string | null;
  createdAt: number;
};

/** One place at the table. `contributed` counts people who wrote, from the sector they had when they did. */
export type Seat = { sector: Sector; members: number; contributed: number };

/** What the asking person is in a programme. */
export type Membership = { role: ProgrammeRole; affiliation: Affiliation };

export type ProgrammeOverview = Programme & {
  membership: Membership | null;
  counts: { members: number; briefs: number };
  table: Seat[];
  /** in the order they begin */
  phases: Phase[];
  /** ISO day where the programme is; what `phaseNow` counts from, so that server and browser say the same */
  today: string;
};
