import type * as Y from 'yjs';
import type { Id, Json, SubjectRef } from '#lib/kernel/index.ts';

export * from './protocol.ts';

/** A stored document. The name used on the wire and in the browser's storage is `documentName(ref)`. */
export type DocumentRef = { id: Id; kind: string; programme: Id; subject: SubjectRef; epoch: number };

/** The id of `/collab/{documentId}` and of IndexedDB: it contains the epoch. */
export function documentName(ref: { id: Id; epoch: number }): string {
  return `${ref.id}.${ref.epoch}`;
}

/** @returns the parts of a wire name, or null when it has another shape */
export function parseDocumentName(name: string): { id: Id; epoch: number } | null {
  const match = /^([A-Za-z0-9_-]{22})\.([1-9][0-9]{0,8})$/.exec(name);
  return match ? { id: match[1]!, epoch: Number(match[2]) } : null;
}

const FIRST_RESTORE = Date.UTC(2026, 0, 1);

/**
 * The epoch of a document after a restore at this time (ms): the second it happens in, counted from 2026. A browser may hold
 * newer text under any epoch the lost server gave out after the backup; this number is none of them.
 */
export function epochAfterRestore(epoch: number, at: number): number {
  return Math.max(epoch + 1, Math.floor((at - FIRST_RESTORE) / 1000));
}

/** What a room says of a kind of document, so that the server can refuse what no honest client writes. */
export type DocumentKind = {
  /** e.g. `brief.text` */
  kind: string;
  /** allowed root names and their Yjs types */
  roots: Readonly<Record<string, 'xml' | 'map'>>;
  /** deepest nesting of XML nodes or JSON values */
  maxDepth: number;
  /** Is this element allowed here, with these attributes? The walk itself is done by sync. Names are node types. */
  allowsElement(name: string, attributes: Readonly<Record<string, unknown>>, parent: string | null): boolean;
  /** May text stand directly in this element (null is a root)? */
  allowsText(parent: string | null): boolean;
  /** Is this formatting (mark) with this value allowed on text in this element? A null value ends a mark. */
  allowsMark(name: string, value: unknown, parent: string | null): boolean;
};

/** What a socket may do with a document now, and as whom. */
export type DocumentRights = {
  level: 'none' | 'read' | 'write';
  /** null for strangers, who are never shown */
  person: {
    id: Id;
    /** the `user` part of this person's awareness, written by the server: name, sector… */
    presence: { readonly [key: string]: Json };
    /** frozen onto every update they make */
    affiliation: Json;
  } | null;
};

/** A committed document, rebuilt apart from the live one: reading it can never change the original. */
export type CommittedDocument = { ref: DocumentRef; seq: number; doc: Y.Doc };

export type { Authorship, DocumentActivity, DocumentHead } from './activity.ts';
