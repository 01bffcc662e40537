import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, Id, Json, Notices, Rows, Write } from '#lib/kernel/index.ts';
import type { Carried } from './carry.server.ts';
import { Hub } from './hub.server.ts';
import type { DocumentKind, DocumentRef, DocumentRights } from './index.ts';
import type { Limits } from './limits.server.ts';
import type { SyncStats } from './meter.server.ts';
import { closeCodes, type CloseCode } from './protocol.ts';
import type { Author } from './replica.server.ts';

export { documentActivity } from './activity.server.ts';
export type { Carried } from './carry.server.ts';
export type { DeletedAt } from './deleters.server.ts';
export type { Voice, VoiceAt } from './voices.server.ts';
export type { AuthoredUpdate } from './documents.server.ts';
export type { HistoryEntry } from './documentStore.server.ts';
export { inspectDocuments, rebuildSnapshots, type Inspection } from './inspect.server.ts';
export type { Limits } from './limits.server.ts';
export type { SyncStats } from './meter.server.ts';

type LogLine = (fields: Record<string, unknown>, message: string) => void;
export type Log = { info: LogLine; warn: LogLine; error: LogLine };

export type SyncDeps<Who> = {
  read: Rows;
  write: Write;
  clock: Clock;
  log: Log;
  notices: Notices;
  kinds: readonly DocumentKind[];
  /** who opens this socket; a Problem thrown here becomes a close code */
  authenticate(request: IncomingMessage): Promise<Who>;
  /**
   * what a request proves its sender by, unchecked: the text of its cookie or token; `''` for strangers. Requests of an
   * HTTP session count only with what it was opened with.
   */
  credentialOf(request: IncomingMessage): string;
  /** whose account this is, also when nobody is shown it; null for strangers */
  accountOf(who: Who): Id | null;
  /** where a request comes from, when a proxy stands in between; otherwise the socket's own address counts */
  addressOf?(request: IncomingMessage): string | undefined;
  /** asked at connect, at every matching `rights` notice and every few minutes; a Problem becomes a close code */
  rights(who: Who, ref: DocumentRef): Promise<DocumentRights>;
  /** whether a request that carries a cookie (or nothing) comes from our own pages */
  allowedOrigin(request: IncomingMessage): boolean;
  limits?: Partial<Limits>;
};

export type SyncServer = ReturnType<typeof syncService>;

/** The server side of writing together. Its rules are numbered in SPEC.md. */
export function syncService<Who>(deps: SyncDeps<Who>) {
  const hub = new Hub(deps);
  return {
    ...hub.documents,

    /** For the `upgrade` event of the HTTP server, paths below `/collab/`. */
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      hub.handleUpgrade(request, socket, head);
    },

    /** For every other request below `/collab/`: the HTTP wire, where sockets are refused (SPEC.md, H1). */
    handleRequest(request: IncomingMessage, response: ServerResponse): void {
      hub.handleRequest(request, response);
    },

    /**
     * Stores an update somebody made without a socket, and shows it to those who are connected.
     * @param edit with `onlyAt`, only while the document stands at that sequence; `repeats` says which of its words repeat
     * earlier ones of the document, and counts before what the server finds by comparing. Never from a client
     * @returns the sequence it has in the log
     * @throws Problem `not_found`, `invalid_input`, `conflict` (not at `onlyAt` any more), `document_epoch_ended`, `storage_unavailable`
     */
    append(
      id: Id,
      edit: {
        author: Author;
        affiliation: Json;
        update: Uint8Array;
        onlyAt?: number;
        repeats?: readonly Carried[];
      }
    ): Promise<{ seq: number }> {
      return hub.append(id, edit);
    },

    /** Stops letting sockets in, stores what has arrived, then closes all with `code` (tried again by clients). */
    drain: (code: CloseCode = closeCodes.restarting): Promise<void> => hub.drain(code),

    /** @returns who is connected to a document now: account ids, each once, strangers left out */
    present: (id: Id): Id[] => hub.present(id),

    stats: (): SyncStats => hub.stats()
  };
}
