import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as Y from 'yjs';
import type { Clock, Id, Json, Notices, Rows, Write } from '#lib/kernel/index.ts';
import { closeCodeFor, Connection } from './connection.server.ts';
import { asProblem, documentCommands } from './documents.server.ts';
import { createUpgrader, readRequest, refuseUpgrade, type Asked } from './handshake.server.ts';
import type { DocumentKind, DocumentRef, DocumentRights } from './index.ts';
import { defaultLimits, type Limits } from './limits.server.ts';
import { createMeter, type SyncStats } from './meter.server.ts';
import { closeCodes, type CloseCode } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import type { Author } from './replica.server.ts';
import type { Room } from './room.server.ts';
import { createRooms } from './rooms.server.ts';
import { inspectUpdate } from './updateCheck.server.ts';

export { documentActivity } from './activity.server.ts';
export type { AuthoredUpdate } from './documents.server.ts';
export type { HistoryEntry } from './documentStore.server.ts';
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
  /** asked at connect, at every matching `rights` notice and every few minutes; a Problem becomes a close code */
  rights(who: Who, ref: DocumentRef): Promise<DocumentRights>;
  /** whether a request that carries a cookie (or nothing) comes from our own pages */
  allowedOrigin(request: IncomingMessage): boolean;
  limits?: Partial<Limits>;
};

export type SyncServer = ReturnType<typeof syncService>;

/** The server side of writing together. Its rules are numbered in SPEC.md. */
export function syncService<Who>(deps: SyncDeps<Who>) {
  const { log, clock, notices } = deps;
  const limits: Limits = { ...defaultLimits, ...deps.limits };
  const kinds = new Map(deps.kinds.map((kind) => [kind.kind, kind]));
  const meter = createMeter();
  const upgrade = createUpgrader();
  const connections = new Set<Connection>();
  const addresses = new Map<string, number>();
  let handshakes = 0;
  let isDraining = false;

  function kindOf(name: string): DocumentKind {
    const kind = kinds.get(name);
    if (!kind) throw new Error(`No kind of document is called "${name}".`);
    return kind;
  }

  const rooms = createRooms({ ...deps, limits, meter, kindOf, onWritable });
  const documents = documentCommands({ read: deps.read, clock, limits, kindOf });

  function onWritable(canWrite: boolean): void {
    if (canWrite) return;
    for (const connection of connections)
      if (connection.canWrite) connection.refuse(closeCodes.tryLater, 'not saving now');
  }

  const unsubscribe = notices.subscribe((notice) => {
    if (notice.kind === 'document') rooms.changed(notice.document);
    if (notice.kind !== 'rights') return;
    for (const connection of connections) {
      const isMeant =
        (notice.account === undefined || notice.account === connection.person?.id) &&
        (notice.programme === undefined || notice.programme === connection.room.ref.programme);
      if (isMeant) void connection.recheck();
    }
  });

  const heart = setInterval(
    () => {
      const now = performance.now();
      for (const connection of connections) connection.tick(now);
    },
    Math.max(20, Math.min(5000, limits.pingMs / 4, limits.heldMs / 4))
  );
  heart.unref();

  /** For the `upgrade` event of the HTTP server, paths below `/collab/`. */
  function handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const asked = readRequest(request);
    const address = request.socket.remoteAddress ?? '';
    const refuse = (status: 400 | 403 | 404 | 429 | 503) => {
      meter.refused(status);
      refuseUpgrade(socket, status);
    };
    if (!asked) return refuse(404);
    if (request.method !== 'GET' || !isWebSocket(request)) return refuse(400);
    if (isDraining || handshakes >= limits.handshakes) return refuse(503);
    const isOwnPage = deps.allowedOrigin(request);
    if (!asked.hasToken && !isOwnPage) return refuse(403);
    // A foreign page may bring a token, but never the cookie the browser adds by itself.
    if (!isOwnPage) delete request.headers.cookie;
    if ((addresses.get(address) ?? 0) >= limits.socketsPerAddress) return refuse(429);
    count(address, 1);
    handshakes++;
    socket.once('close', () => count(address, -1));
    admit(request, socket, head, asked)
      .catch((error: unknown) => {
        log.error({ err: error }, 'a socket could not be opened');
        socket.destroy();
      })
      .finally(() => handshakes--);
  }

  function count(address: string, by: 1 | -1): void {
    const next = (addresses.get(address) ?? 0) + by;
    if (next <= 0) addresses.delete(address);
    else addresses.set(address, next);
  }

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer, asked: Asked): Promise<void> {
    const found = await decide(request, asked).catch((error: unknown) => {
      const code = closeCodeFor(error);
      if (code === closeCodes.tryLater) log.error({ err: error }, 'a socket could not be opened');
      return new Refusal(code, error instanceof Refusal ? error.message : 'refused');
    });
    const ws = await upgrade(request, socket, head);
    if (found instanceof Refusal) {
      meter.refused(found.code);
      ws?.close(found.code, found.message);
      return;
    }
    const { room, rights, who } = found;
    room.pins--;
    if (!ws) return rooms.release(room);
    if (room.isEnded || isDraining) return ws.close(closeCodes.restarting);
    const connection = new Connection(ws, {
      ...{ room, rights, limits, clock, meter, inspectReader },
      wantsAcks: asked.wantsAcks,
      askRights: () => deps.rights(who, room.ref),
      canWrite: () => rooms.committer.canWrite,
      wake: rooms.committer.wake,
      onClose(closed) {
        connections.delete(closed);
        rooms.release(room);
      }
    });
    connections.add(connection);
    connection.welcome();
    // The right may have changed while the document was loading.
    void connection.recheck();
  }

  async function decide(
    request: IncomingMessage,
    asked: Asked
  ): Promise<{ room: Room; rights: DocumentRights; who: Who }> {
    const who = await deps.authenticate(request);
    const ref = await documents.current(asked.id);
    if (asked.epoch > ref.epoch) throw new Refusal(closeCodes.notFound, 'no such document');
    const rights = await deps.rights(who, ref);
    if (rights.level === 'none')
      throw rights.person
        ? new Refusal(closeCodes.forbidden, 'no right')
        : new Refusal(closeCodes.notFound, 'no such document');
    if (asked.epoch < ref.epoch) throw new Refusal(closeCodes.epochEnded, 'a new epoch has begun');
    const canWrite = rights.level === 'write' && rights.person !== null;
    if (canWrite && !rooms.committer.canWrite) throw new Refusal(closeCodes.tryLater, 'not saving now');
    if (rights.person && socketsOf(rights.person.id) >= limits.socketsPerPerson)
      throw new Refusal(closeCodes.tooMuch, 'too many sockets of one person');
    const room = await rooms.open(asked.id);
    if (room.ref.epoch !== asked.epoch) throw new Refusal(closeCodes.tryLater, 'a new epoch begins');
    room.pins++;
    return { room, rights, who };
  }

  function socketsOf(person: Id): number {
    let sum = 0;
    for (const connection of connections) if (connection.person?.id === person) sum++;
    return sum;
  }

  function inspectReader(room: Room, update: Uint8Array): boolean {
    const found = inspectUpdate(update, kindOf(room.ref.kind), limits, (client) => room.clockOf(client));
    return found.writers.length > 0;
  }

  /**
   * Stores an update somebody made without a socket, and shows it to those who are connected.
   * @returns the sequence it has in the log
   * @throws Problem `not_found`, `invalid_input`, `document_epoch_ended`, `storage_unavailable`
   */
  async function append(
    id: Id,
    edit: { author: Author; affiliation: Json; update: Uint8Array }
  ): Promise<{ seq: number }> {
    const room = await rooms.open(id);
    room.pins++;
    try {
      return await new Promise((resolve, reject) => {
        const affiliation = edit.author === 'system' ? null : JSON.stringify(edit.affiliation);
        room.inbox.push({
          ...{ update: edit.update, author: edit.author, affiliation, at: clock(), from: null },
          settle(end) {
            if (!(end instanceof Error)) resolve(end);
            else reject(end instanceof Refusal ? asProblem(end.message) : end);
          }
        });
        rooms.committer.wake(room);
      });
    } finally {
      room.pins--;
      rooms.release(room);
    }
  }

  /** Stops letting sockets in, stores what has arrived, then closes all with `code` (tried again by clients). */
  async function drain(code: CloseCode = closeCodes.restarting): Promise<void> {
    isDraining = true;
    clearInterval(heart);
    await rooms.committer.idle();
    const closing = [...connections];
    for (const connection of closing) connection.refuse(code, 'the server restarts');
    const deadline = performance.now() + 2000;
    while (connections.size > 0 && performance.now() < deadline)
      await new Promise((next) => setTimeout(next, 10));
    for (const connection of connections) connection.terminate();
    await rooms.committer.idle();
    unsubscribe();
    rooms.stop();
    for (const room of rooms.all()) room.end(closeCodes.restarting, 'the server restarts');
  }

  return {
    ...documents,
    handleUpgrade,
    append,
    drain,
    /** @returns who is connected to a document now: account ids, each once, strangers left out */
    present(id: Id): Id[] {
      const people = new Set<Id>();
      for (const connection of connections)
        if (connection.room.ref.id === id && connection.person) people.add(connection.person.id);
      return [...people];
    },
    stats: (): SyncStats => ({ ...meter.read(), sockets: connections.size, documents: rooms.size })
  };
}

function isWebSocket(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** @returns the bytes of a document's whole state, e.g. to start an epoch from it */
export function stateOf(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}
