import type { Sector } from '#lib/access/index.ts';
import type { Id, Json, RecordedEvent, SubjectRef } from '#lib/kernel/index.ts';

/** Somebody named in the record: as they are called now, from the sector they have now in this programme. */
export type RecordPerson = {
  name: string;
  kind: 'full' | 'guest';
  sector: Sector | null;
  organisation: string | null;
};

/** One page of a programme's public record. */
export type RecordPage = {
  events: RecordedEvent[];
  /** everyone the events mention, by id */
  people: Record<Id, RecordPerson>;
  /** the newest entry of the chain; a printed head makes a cut tail detectable */
  head: { seq: number; hash: string } | null;
  /** pass as `after` for the following page; null at the end */
  next: number | null;
};

/** An entry of the record as a browser's stream tells it: what happened to what. Nothing personal. */
export type LiveEvent = {
  seq: number;
  type: string;
  subject: SubjectRef;
  data: { readonly [key: string]: Json };
};
