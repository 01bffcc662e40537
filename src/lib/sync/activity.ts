import type { Id, Json } from '#lib/kernel/index.ts';

/** That somebody wrote in a document, under one frozen affiliation, and when they last did. */
export type Authorship = { document: Id; programme: Id; author: Id; affiliation: Json; lastAt: number };

/** Where a document stands now, without loading it: its epoch and newest committed sequence. */
export type DocumentHead = { epoch: number; seq: number };

/** What rooms may know of writing without reading any text: who, from which sector, when. */
export type DocumentActivity = {
  /** Everyone who wrote, per document and affiliation, latest first; the system's own text is left out. */
  authors(of: { programmes: readonly Id[] } | { documents: readonly Id[] }): Promise<Authorship[]>;
  heads(documents: readonly Id[]): Promise<Map<Id, DocumentHead>>;
};
