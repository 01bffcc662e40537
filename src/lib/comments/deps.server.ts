import type { Actor, Standing } from '#lib/access/index.ts';
import type { Clock, Id, Json, Language, NewEvent, Rows, Unit, Write } from '#lib/kernel/index.ts';
import type { Mention } from './mentions.ts';

/** A place of a text, as the room of passages knows it. */
export type KnownPlace = {
  quote: string;
  lang: Language;
  section: Id;
  place: { section: Id; from: number; to: number } | null;
  text: string | null;
  anchor: { start: unknown; end: unknown } | null;
};

/** Something those concerned hear of. Told inside the transaction, and only of what everybody may read. */
export type Told = {
  what: 'mentioned' | 'answered' | 'resolved' | 'let_through' | 'refused';
  programme: Id;
  brief: Id;
  thread: Id;
  comment: Id | null;
  by: Id;
  to: readonly Mention[];
};

/** What the comments room is handed by the wiring. */
export type CommentsDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  /** @throws Problem `not_found` for an unknown brief */
  standing(actor: Actor, brief: Id): Promise<Standing>;
  /** what an actor is in a programme. @throws Problem `not_found` */
  programmeStanding(actor: Actor, programme: Id): Promise<Standing>;
  /** readies a place in the text; see the passages room */
  preparePlace(
    actor: Actor,
    brief: Id,
    stretch: unknown
  ): Promise<{ id: Id; insert(unit: Unit): Promise<void> }>;
  /** where the places of a brief stand now, by id */
  places(brief: Id): Promise<ReadonlyMap<Id, KnownPlace>>;
  people(ids: readonly Id[]): Promise<Map<Id, { name: string; account: Id }>>;
  /** forgets words that were committed to the record */
  redact(
    unit: Unit,
    what: { actor: NewEvent['actor']; chain: Id; seq: number; fields: string[] }
  ): Promise<unknown>;
  tell(unit: Unit, told: Told): Promise<void>;
};

/** Fields of an event. */
export type Fields = { readonly [key: string]: Json };
