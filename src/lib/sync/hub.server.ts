import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Id, Json, Notice } from '#lib/kernel/index.ts';
import { Connection } from './connection.server.ts';
import { asProblem, documentCommands } from './documents.server.ts';
import {
  createUpgrader,
  readRequest,
  refuseUpgrade,
  type Asked,
  type EarlyStatus
} from './handshake.server.ts';
import type { DocumentKind, DocumentRights } from './index.ts';
import type { SyncDeps } from './index.server.ts';
import { defaultLimits, type Limits } from './limits.server.ts';
import { createMeter, type SyncStats } from './meter.server.ts';
import { closeCodes, type CloseCode } from './protocol.ts';
import { closeCodeFor, Refusal } from './refusal.server.ts';
import type { Author } from './replica.server.ts';
import type { Room } from './room.server.ts';
import { Rooms } from './rooms.server.ts';
import { createStrikes } from './strikes.server.ts';

type Admitted<Who> = { room: Room; rights: DocumentRights; who: Who };

/** Everything that is open in this process: who is connected to what, and how they get in and out. */
export class Hub<Who> {
  readonly documents: ReturnType<typeof documentCommands>;
  #deps: SyncDeps<Who>;
  #limits: Limits;
  #kinds: Map<string, DocumentKind>;
  #rooms: Rooms;
  #strikes: ReturnType<typeof createStrikes>;
  #meter = createMeter();
  #upgrade = createUpgrader();
  #connections = new Set<Connection>();
  #addresses = new Map<string, number>();
  #handshakes = 0;
  #isDraining = false;
  #heart: NodeJS.Timeout;
  #unsubscribe: () => void;

  constructor(deps: SyncDeps<Who>) {
    this.#deps = deps;
    const limits = { ...defaultLimits, ...deps.limits };
    this.#limits = limits;
    this.#strikes = createStrikes(limits);
    this.#kinds = new Map(deps.kinds.map((kind) => [kind.kind, kind]));
    const kindOf = (name: string) => this.#kindOf(name);
    const onWritable = (canWrite: boolean) => this.#onWritable(canWrite);
    this.#rooms = new Rooms({ ...deps, limits, meter: this.#meter, kindOf, onWritable });
    this.documents = documentCommands({ ...deps, limits, kindOf });
    this.#unsubscribe = deps.notices.subscribe((notice) => this.#hear(notice));
    const beat = Math.max(20, Math.min(5000, limits.pingMs / 4, limits.heldMs / 4));
    this.#heart = setInterval(() => this.#beat(), beat);
    this.#heart.unref();
  }

  #kindOf(name: string): DocumentKind {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`No kind of document is called "${name}".`);
    return kind;
  }

  #onWritable(canWrite: boolean): void {
    if (canWrite) return;
    for (const connection of this.#connections)
      if (connection.canWrite) connection.refuse(closeCodes.tryLater, 'not saving now');
  }

  #hear(notice: Notice): void {
    if (notice.kind === 'document') this.#rooms.changed(notice.document);
    if (notice.kind !== 'rights') return;
    for (const connection of this.#connections) {
      const isMeant =
        (notice.account === undefined || notice.account === connection.account) &&
        (notice.programme === undefined || notice.programme === connection.room.ref.programme);
      if (isMeant) void connection.recheck();
    }
  }

  #beat(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.tick(now);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const asked = readRequest(request);
    const address = this.#deps.addressOf?.(request) ?? request.socket.remoteAddress ?? '';
    const status = this.#refuseEarly(request, asked, address);
    if (status !== null || !asked) {
      this.#meter.refused(status ?? 404);
      return refuseUpgrade(socket, status ?? 404);
    }
    this.#count(address, 1);
    this.#handshakes++;
    socket.once('close', () => this.#count(address, -1));
    this.#admit(request, socket, head, asked)
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'a socket could not be opened');
        socket.destroy();
      })
      .finally(() => this.#handshakes--);
  }

  #refuseEarly(request: IncomingMessage, asked: Asked | null, address: string): EarlyStatus | null {
    if (!asked) return 404;
    if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket') return 400;
    if (this.#isDraining || this.#handshakes >= this.#limits.handshakes) return 503;
    const isOwnPage = this.#deps.allowedOrigin(request);
    if (!asked.hasToken && !isOwnPage) return 403;
    // A foreign page may bring a token, but never the cookie the browser adds by itself.
    if (!isOwnPage) delete request.headers.cookie;
    return (this.#addresses.get(address) ?? 0) >= this.#limits.socketsPerAddress ? 429 : null;
  }

  #count(address: string, by: 1 | -1): void {
    const next = (this.#addresses.get(address) ?? 0) + by;
    if (next <= 0) this.#addresses.delete(address);
    else this.#addresses.set(address, next);
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer, asked: Asked): Promise<void> {
    const found = await this.#decide(request, asked).catch((error: unknown) => {
      const code = closeCodeFor(error);
      if (code === closeCodes.tryLater && !(error instanceof Refusal))
        this.#deps.log.error({ err: error }, 'a socket could not be opened');
      return new Refusal(code, error instanceof Refusal ? error.message : 'refused');
    });
    try {
      const ws = await this.#upgrade(request, socket, head);
      if (!ws) return;
      if (!(found instanceof Refusal)) return this.#seat(ws, found, asked);
      this.#meter.refused(found.code);
      ws.close(found.code, found.message);
    } finally {
      if (!(found instanceof Refusal)) this.#unpin(found.room);
    }
  }

  #seat(ws: WebSocket, { room, rights, who }: Admitted<Who>, { wantsAcks }: Asked): void {
    if (room.isEnded || this.#isDraining) return ws.close(closeCodes.restarting);
    const account = this.#deps.accountOf(who);
    const connection = new Connection(ws, {
      ...{ room, rights, account, wantsAcks },
      ...{ limits: this.#limits, clock: this.#deps.clock, meter: this.#meter },
      askRights: () => this.#deps.rights(who, room.ref),
      canWrite: () => this.#rooms.committer.canWrite,
      wake: (room) => this.#rooms.committer.wake(room),
      onRefused: (code) => this.#strikes.note(account, room.ref.id, code),
      onClose: (closed) => {
        this.#connections.delete(closed);
        this.#rooms.release(room);
      }
    });
    this.#connections.add(connection);
    connection.welcome();
    // The right may have changed while the document was loading.
    void connection.recheck();
  }

  /** Who is let in gets the room pinned: it stays until `#unpin`, whatever happens in between. */
  async #decide(request: IncomingMessage, asked: Asked): Promise<Admitted<Who>> {
    const who = await this.#deps.authenticate(request);
    const ref = await this.documents.current(asked.id);
    if (asked.epoch > ref.epoch) throw new Refusal(closeCodes.notFound, 'no such document');
    const rights = await this.#deps.rights(who, ref);
    if (rights.level === 'none' && rights.person) throw new Refusal(closeCodes.forbidden, 'no right');
    if (rights.level === 'none') throw new Refusal(closeCodes.notFound, 'no such document');
    if (asked.epoch < ref.epoch) throw new Refusal(closeCodes.epochEnded, 'a new epoch has begun');
    const canWrite = rights.level === 'write' && rights.person !== null;
    if (canWrite && !this.#rooms.committer.canWrite) throw new Refusal(closeCodes.tryLater, 'not saving now');
    this.#refuseTooMuch(this.#deps.accountOf(who), asked.id);
    const room = await this.#rooms.open(asked.id);
    room.pins++;
    if (room.ref.epoch === asked.epoch) return { room, rights, who };
    this.#unpin(room);
    throw new Refusal(closeCodes.tryLater, 'a new epoch begins');
  }

  #refuseTooMuch(account: Id | null, document: Id): void {
    if (!account) return;
    if (this.#strikes.isBarred(account, document))
      throw new Refusal(closeCodes.tooMuch, 'refused too often, try again in a minute');
    let sockets = 0;
    for (const connection of this.#connections) if (connection.account === account) sockets++;
    if (sockets >= this.#limits.socketsPerPerson)
      throw new Refusal(closeCodes.tooMuch, 'too many sockets of one person');
  }

  #unpin(room: Room): void {
    room.pins--;
    this.#rooms.release(room);
  }

  async append(
    id: Id,
    edit: { author: Author; affiliation: Json; update: Uint8Array }
  ): Promise<{ seq: number }> {
    const room = await this.#rooms.open(id);
    room.pins++;
    try {
      return await new Promise((resolve, reject) => {
        const affiliation = edit.author === 'system' ? null : JSON.stringify(edit.affiliation);
        room.inbox.push({
          ...{ update: edit.update, author: edit.author, affiliation, at: this.#deps.clock(), from: null },
          settle(end) {
            if (!(end instanceof Error)) resolve(end);
            else reject(end instanceof Refusal ? asProblem(end.message) : end);
          }
        });
        this.#rooms.committer.wake(room);
      });
    } finally {
      this.#unpin(room);
    }
  }

  async drain(code: CloseCode): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#heart);
    await this.#rooms.committer.idle();
    for (const connection of [...this.#connections]) connection.refuse(code, 'the server restarts');
    const deadline = performance.now() + 2000;
    while (this.#connections.size > 0 && performance.now() < deadline)
      await new Promise((next) => setTimeout(next, 10));
    for (const connection of this.#connections) connection.terminate();
    await this.#rooms.committer.idle();
    this.#unsubscribe();
    this.#rooms.stop();
  }

  present(id: Id): Id[] {
    const people = new Set<Id>();
    for (const connection of this.#connections)
      if (connection.room.ref.id === id && connection.person) people.add(connection.person.id);
    return [...people];
  }

  stats(): SyncStats {
    return { ...this.#meter.read(), sockets: this.#connections.size, documents: this.#rooms.size };
  }
}
