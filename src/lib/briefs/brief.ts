import type { ProgrammeRole, Affiliation, Sector } from '#lib/access/index.ts';
import type { Id, Json, Language, RecordedEvent } from '#lib/kernel/index.ts';

/** How far a brief is: being written, framed across sectors, ready for teams, or answered and closed. */
export const briefStages = ['draft', 'framed', 'ready', 'closed'] as const;
export type BriefStage = (typeof briefStages)[number];

/** A stage by its name; undefined for what is none. */
export function stageAmong(name: string | undefined): BriefStage | undefined {
  return briefStages.find((stage) => stage === name);
}

/** Who keeps the brief honest, and who must answer it. */
export const assignmentRoles = ['steward', 'responder'] as const;
export type AssignmentRole = (typeof assignmentRoles)[number];

/** Somebody named for a brief: a member, or a person or agency known only by name. */
export type Assignment = { account: Id | null; label: string; assignedAt: number };

/** A brief's fields; its text is a document of its own. */
export type Brief = {
  id: Id;
  programme: Id;
  title: string;
  /** the problem in one sentence */
  summary: string | null;
  /** the language title and summary are written in; the translations are in the other one */
  lang: Language;
  titleTranslated: string | null;
  summaryTranslated: string | null;
  stage: BriefStage;
  createdAt: number;
  /** when its fields last changed */
  updatedAt: number;
};

/** How many people of a sector have written. */
export type BriefSeat = { sector: Sector; contributed: number };

export type BriefOverview = Brief & {
  steward: Assignment | null;
  responder: Assignment | null;
  /** names for `/collab`, epoch included */
  documents: { text: string };
  /** when a person last wrote in the text; null while only the template is there */
  lastWrittenAt: number | null;
  table: BriefSeat[];
};

/** A brief with what the asking person may do with it. */
export type BriefDetail = BriefOverview & {
  /** the text document's id, the same in every epoch */
  textDocument: Id;
  membership: { role: ProgrammeRole; affiliation: Affiliation } | null;
  may: { write: boolean; update: boolean; assign: boolean };
};

/** Who of one sector has written, latest first. */
export type SectorContributions = {
  sector: Sector;
  contributed: number;
  people: { id: Id; name: string; organisation: string | null; lastAt: number }[];
  lastAt: number | null;
};

/** A stretch of writing by one person without a long pause. Sequences are those of the text's log. */
export type WritingRun = {
  author: Id | 'system';
  affiliation: Json;
  firstSeq: number;
  lastSeq: number;
  from: number;
  to: number;
  edits: number;
};

export type BriefHistory = {
  /** newest committed sequence of the text */
  seq: number;
  /** oldest first */
  runs: WritingRun[];
  /** the record's entries about this brief, newest first */
  events: RecordedEvent[];
  people: Record<Id, { name: string; kind: 'full' | 'guest' }>;
  /** pass as `after` for the following page of runs; null at the end */
  next: number | null;
  /** pass as `before` for the page before this one; null at the beginning */
  previous: number | null;
};
