import type * as Y from 'yjs';
import {
  Problem,
  type Clock,
  type Id,
  type Json,
  type Rows,
  type SubjectRef,
  type Unit
} from '#lib/kernel/index.ts';
import {
  appendUpdates,
  findHead,
  insertBindings,
  insertDocument,
  listBindings,
  listHistory,
  raiseEpoch,
  type HistoryEntry,
  type NewUpdate
} from './documentStore.server.ts';
import type { CommittedDocument, DocumentKind, DocumentRef } from './index.ts';
import type { Limits } from './limits.server.ts';
import { loadDocument, newDocument } from './loadDocument.server.ts';
import { createReplica, type Author, type Replica } from './replica.server.ts';

/** Something written by somebody at a time, to be stored as such. */
export type AuthoredUpdate = { author: Author; affiliation: Json; update: Uint8Array; at: number };

type NewDocument = { id: Id; kind: string; programme: Id; subject: SubjectRef; initial?: Uint8Array };

/** What needs no socket: making documents and reading what is committed. */
export function documentCommands(deps: {
  read: Rows;
  clock: Clock;
  limits: Limits;
  kindOf: (name: string) => DocumentKind;
}) {
  const { read, clock, limits, kindOf } = deps;

  function replicaOf(kind: string, doc: Y.Doc, owners: Map<number, Author>): Replica {
    return createReplica({ doc, owners, kind: kindOf(kind), limits });
  }

  async function store(unit: Unit, ref: DocumentRef, replica: Replica, updates: readonly AuthoredUpdate[]) {
    const rows: NewUpdate[] = [];
    const bound: { client: number; author: Author }[] = [];
    for (const { author, affiliation, update, at } of updates) {
      const offered = replica.offer(author, update);
      if (offered.outcome === 'refused') throw asProblem(offered.refusal.message);
      if (offered.outcome === 'gap') throw asProblem('depends on edits the server does not have');
      for (const client of offered.bound) bound.push({ client, author });
      const text = author === 'system' ? null : JSON.stringify(affiliation);
      if (offered.bytes) rows.push({ update: offered.bytes, author, affiliation: text, at });
    }
    if (rows.length === 0) return 0;
    const seq = await appendUpdates(unit, ref, rows);
    await insertBindings(unit, ref, bound, clock());
    unit.announce({ kind: 'document', document: ref.id, seq: seq! });
    return seq!;
  }

  return {
    /**
     * Makes a document inside the caller's transaction. What `initial` holds is written by the system.
     * @throws Problem `invalid_input` when its kind does not allow it
     */
    async createDocument(
      unit: Unit,
      { id, kind, programme, subject, initial }: NewDocument
    ): Promise<DocumentRef> {
      const ref: DocumentRef = { id, kind, programme, subject, epoch: 1 };
      const replica = replicaOf(kind, newDocument(kindOf(kind)), new Map());
      await insertDocument(unit, ref, clock());
      if (initial) await store(unit, ref, replica, [bySystem(initial, clock())]);
      replica.destroy();
      return ref;
    },

    /**
     * Appends what several people wrote at their times, inside the caller's transaction; for seeds and imports.
     * @returns the sequence of the last row
     * @throws Problem `not_found`, `invalid_input`
     */
    async appendHistory(unit: Unit, id: Id, entries: readonly AuthoredUpdate[]): Promise<number> {
      const loaded = await loadDocument(unit, id, kindOf);
      if (!loaded) throw new Problem('not_found');
      const replica = replicaOf(loaded.ref.kind, loaded.doc, await listBindings(unit, loaded.ref));
      const seq = await store(unit, loaded.ref, replica, entries);
      replica.destroy();
      return seq || loaded.seq;
    },

    /**
     * Begins a new epoch with `state`, written by the system; sockets of the old one are closed after the commit.
     * @throws Problem `not_found`, `invalid_input`
     */
    async startEpoch(unit: Unit, id: Id, state: Uint8Array): Promise<DocumentRef> {
      const head = await findHead(unit, id);
      const epoch = head && (await raiseEpoch(unit, id));
      if (!head || !epoch) throw new Problem('not_found');
      const ref = { ...head.ref, epoch };
      const replica = replicaOf(ref.kind, newDocument(kindOf(ref.kind)), new Map());
      const seq = await store(unit, ref, replica, [bySystem(state, clock())]);
      replica.destroy();
      if (seq === 0) unit.announce({ kind: 'document', document: id, seq });
      return ref;
    },

    /**
     * A fresh copy of what is committed, apart from the live document: whatever is done to it changes nothing.
     * @throws Problem `not_found`
     */
    async read(id: Id): Promise<CommittedDocument> {
      const loaded = await loadDocument(read, id, kindOf);
      if (!loaded) throw new Problem('not_found');
      return { ref: loaded.ref, seq: loaded.seq, doc: loaded.doc };
    },

    /** @throws Problem `not_found` */
    async current(id: Id): Promise<DocumentRef> {
      const head = await findHead(read, id);
      if (!head) throw new Problem('not_found');
      return head.ref;
    },

    /** Who wrote when in the current epoch, oldest first. @throws Problem `not_found` */
    async history(id: Id, page: { after?: number; limit?: number } = {}): Promise<HistoryEntry[]> {
      const head = await findHead(read, id);
      if (!head) throw new Problem('not_found');
      const limit = Math.min(Math.max(page.limit ?? 100, 1), 1000);
      return listHistory(read, head.ref, { after: page.after ?? 0, limit });
    }
  };
}

function bySystem(update: Uint8Array, at: number): AuthoredUpdate {
  return { author: 'system', affiliation: null, update, at };
}

/** @returns the problem a refused update is for somebody who did not come by socket */
export function asProblem(detail: string): Problem {
  return new Problem('invalid_input', [{ field: 'update', reason: 'not_allowed' }], detail);
}
