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
import type { Carried } from './carry.server.ts';
import { insertCarried } from './carryStore.server.ts';
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
import { readDeleters, type DeletedAt } from './deleters.server.ts';
import type { CommittedDocument, DocumentKind, DocumentRef } from './index.ts';
import type { Limits } from './limits.server.ts';
import { loadDocument, loadDocumentAt, newDocument } from './loadDocument.server.ts';
import { createReplica, type Author, type Replica } from './replica.server.ts';
import { readSuccessors, type Successors } from './successors.server.ts';
import { readVoices, type VoiceAt } from './voices.server.ts';

/** Something written by somebody at a time, to be stored as such. */
export type AuthoredUpdate = { author: Author; affiliation: Json; update: Uint8Array; at: number };

type NewDocument = { id: Id; kind: string; programme: Id; subject: SubjectRef; initial?: Uint8Array };

type DocumentDeps = {
  read: Rows;
  clock: Clock;
  limits: Limits;
  kindOf: (name: string) => DocumentKind;
};

/** What needs no socket: making documents and reading what is committed. */
export function documentCommands(deps: DocumentDeps) {
  return {
    createDocument: createDocument(deps),
    appendHistory: appendHistory(deps),
    startEpoch: startEpoch(deps),
    read: read(deps),
    readAt: readAt(deps),
    readVoices: voices(deps),
    /** What became of characters that changes of structure wrote again, in the epoch of `ref`. */
    readSuccessors: (ref: { id: Id; epoch: number }): Promise<Successors> => readSuccessors(deps.read, ref),
    readDeleters: deleters(deps),
    current: current(deps),
    history: history(deps)
  };
}

function createDocument(deps: DocumentDeps) {
  /**
   * Makes a document inside the caller's transaction. What `initial` holds is written by the system.
   * @throws Problem `invalid_input` when its kind does not allow it
   */
  return async (unit: Unit, asked: NewDocument): Promise<DocumentRef> => {
    const { initial, ...rest } = asked;
    const ref: DocumentRef = { ...rest, epoch: 1 };
    const at = deps.clock();
    const replica = replicaOf(deps, ref.kind, newDocument(deps.kindOf(ref.kind)), new Map());
    await insertDocument(unit, ref, at);
    if (initial) await store(deps, unit, ref, replica, [bySystem(initial, at)]);
    replica.destroy();
    return ref;
  };
}

function appendHistory(deps: DocumentDeps) {
  /**
   * Appends what several people wrote at their times, inside the caller's transaction; for seeds and imports.
   * @returns the sequence of the last row
   * @throws Problem `not_found`, `invalid_input`
   */
  return async (unit: Unit, id: Id, entries: readonly AuthoredUpdate[]): Promise<number> => {
    const loaded = await loadDocument(unit, id, deps.kindOf);
    if (!loaded) throw new Problem('not_found');
    const owners = await listBindings(unit, loaded.ref);
    const replica = replicaOf(deps, loaded.ref.kind, loaded.doc, owners);
    const seq = await store(deps, unit, loaded.ref, replica, entries);
    replica.destroy();
    return seq || loaded.seq;
  };
}

function startEpoch(deps: DocumentDeps) {
  /**
   * Begins a new epoch with `state`, written by the system; sockets of the old one are closed after the commit.
   * @throws Problem `not_found`, `invalid_input`
   */
  return async (unit: Unit, id: Id, state: Uint8Array): Promise<DocumentRef> => {
    const head = await findHead(unit, id);
    const epoch = head && (await raiseEpoch(unit, id));
    if (!head || !epoch) throw new Problem('not_found');
    const ref = { ...head.ref, epoch };
    const replica = replicaOf(deps, ref.kind, newDocument(deps.kindOf(ref.kind)), new Map());
    const seq = await store(deps, unit, ref, replica, [bySystem(state, deps.clock())]);
    replica.destroy();
    if (seq === 0) unit.announce({ kind: 'document', document: id, seq });
    return ref;
  };
}

function read(deps: DocumentDeps) {
  /**
   * A fresh copy of what is committed, apart from the live document: whatever is done to it changes nothing.
   * @throws Problem `not_found`
   */
  return async (id: Id): Promise<CommittedDocument> => {
    const loaded = await loadDocument(deps.read, id, deps.kindOf);
    if (!loaded) throw new Problem('not_found');
    return { ref: loaded.ref, seq: loaded.seq, doc: loaded.doc };
  };
}

function readAt(deps: DocumentDeps) {
  /**
   * A fresh copy of what was committed up to `seq`, in the current epoch. `seq` of the answer is the nearest stored
   * place, and `at` when it was written; null before the first.
   * @throws Problem `not_found`, also for a sequence that is not reached yet
   */
  return async (id: Id, seq: number): Promise<CommittedDocument & { at: number | null }> => {
    const loaded = await loadDocumentAt(deps.read, id, deps.kindOf, seq);
    if (!loaded) throw new Problem('not_found');
    return { ref: loaded.ref, seq: loaded.seq, at: loaded.at, doc: loaded.doc };
  };
}

function voices(deps: DocumentDeps) {
  /**
   * A fresh copy of what is committed, or was when the log stood at `wanted` (or the nearest stored place before), and whose
   * words are where in it.
   * @throws Problem `not_found`, also for a sequence that is not reached yet
   */
  return async (id: Id, wanted?: number): Promise<CommittedDocument & { voiceAt: VoiceAt }> => {
    const loaded = await (wanted === undefined
      ? loadDocument(deps.read, id, deps.kindOf)
      : loadDocumentAt(deps.read, id, deps.kindOf, wanted));
    if (!loaded) throw new Problem('not_found');
    const { ref, seq, doc } = loaded;
    return { ref, seq, doc, voiceAt: await readVoices(deps.read, ref, seq) };
  };
}

function deleters(deps: DocumentDeps) {
  /**
   * A fresh copy of what was committed at `after`, and who took which of it away until `upTo`.
   * @throws Problem `not_found`, also for a sequence that is not reached yet
   */
  return async (
    id: Id,
    after: number,
    upTo: number
  ): Promise<CommittedDocument & { deletedAt: DeletedAt }> => {
    const loaded = await loadDocumentAt(deps.read, id, deps.kindOf, after);
    if (!loaded) throw new Problem('not_found');
    const { ref, seq, doc } = loaded;
    return { ref, seq, doc, deletedAt: await readDeleters(deps.read, ref, seq, upTo) };
  };
}

function current(deps: DocumentDeps) {
  /** Which epoch a document is in. @throws Problem `not_found` */
  return async (id: Id): Promise<DocumentRef> => {
    const head = await findHead(deps.read, id);
    if (!head) throw new Problem('not_found');
    return head.ref;
  };
}

function history(deps: DocumentDeps) {
  /**
   * Who wrote when in the current epoch, oldest first: what follows `after` (the beginning), or the last before `before`.
   * @throws Problem `not_found`
   */
  return async (
    id: Id,
    page: { after?: number; before?: number; limit?: number } = {}
  ): Promise<HistoryEntry[]> => {
    const head = await findHead(deps.read, id);
    if (!head) throw new Problem('not_found');
    const limit = Math.min(Math.max(page.limit ?? 100, 1), 1001);
    const part = page.before === undefined ? { after: page.after ?? 0 } : { before: page.before };
    return listHistory(deps.read, head.ref, { ...part, limit });
  };
}

function replicaOf(
  { kindOf, limits }: DocumentDeps,
  kind: string,
  doc: Y.Doc,
  owners: Map<number, Author>
): Replica {
  return createReplica({ doc, owners, kind: kindOf(kind), limits });
}

async function store(
  { clock }: DocumentDeps,
  unit: Unit,
  ref: DocumentRef,
  replica: Replica,
  updates: readonly AuthoredUpdate[]
): Promise<number> {
  const rows: NewUpdate[] = [];
  const bound: { client: number; author: Author }[] = [];
  const carried: Carried[] = [];
  for (const { author, affiliation, update, at } of updates) {
    const offered = replica.offer(author, update);
    if (offered.outcome === 'refused') throw asProblem(offered.refusal.message);
    if (offered.outcome === 'gap') throw asProblem('depends on edits the server does not have');
    for (const client of offered.bound) bound.push({ client, author });
    carried.push(...offered.carried);
    const text = author === 'system' ? null : JSON.stringify(affiliation);
    if (offered.bytes) rows.push({ update: offered.bytes, author, affiliation: text, at });
  }
  if (rows.length === 0) return 0;
  const seq = await appendUpdates(unit, ref, rows);
  await insertBindings(unit, ref, bound, clock());
  await insertCarried(unit, ref, carried);
  unit.announce({ kind: 'document', document: ref.id, seq: seq! });
  return seq!;
}

function bySystem(update: Uint8Array, at: number): AuthoredUpdate {
  return { author: 'system', affiliation: null, update, at };
}

/** @returns the problem a refused update is for somebody who did not come by socket */
export function asProblem(detail: string): Problem {
  return new Problem('invalid_input', [{ field: 'update', reason: 'not_allowed' }], detail);
}
