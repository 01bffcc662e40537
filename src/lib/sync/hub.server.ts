import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Carried } from './carry.server.ts';
import type { Duplex } from 'node:stream';
import type { Id, Json, Notice } from '#lib/kernel/index.ts';
import { Admission, type Admitted } from './admission.server.ts';
import { Connection } from './connection.server.ts';
import { asProblem, documentCommands } from './documents.server.ts';
import { createUpgrader, readRequest, refuseUpgrade, type Asked } from './handshake.server.ts';
import { HttpDoor } from './httpDoor.server.ts';
import type { DocumentKind } from './index.ts';
import type { SyncDeps } from './index.server.ts';
import { defaultLimits, type Limits } from './limits.server.ts';
import { createMeter, type SyncStats } from './meter.server.ts';
import { closeCodes, type CloseCode } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import type { Author } from './replica.server.ts';
import { Rooms } from './rooms.server.ts';
import { createStrikes } from './strikes.server.ts';
import { webSocketWire, type Wire } from './wire.server.ts';

/** Everything that is open in this process: who is connected to what, and how they get in and out. */
export class Hub<Who> {
  readonly documents: ReturnType<typeof documentCommands>;
  #deps: SyncDeps<Who>;
  #limits: Limits;
  #kinds: Map<string, DocumentKind>;
  #rooms: Rooms;
  #strikes: ReturnType<typeof createStrikes>;
  #admission: Admission<Who>;
  #door: HttpDoor<Who>;
  #meter = createMeter();
  #upgrade = createUpgrader();
  #connections = new Set<Connection>();
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
    this.#admission = new Admission({
      ...{ deps, limits, documents: this.documents, rooms: this.#rooms, strikes: this.#strikes },
      connectionsOf: (account) => this.#connectionsOf(account)
    });
    this.#door = new HttpDoor({
      ...{ admission: this.#admission, limits, credentialOf: deps.credentialOf },
      seat: (wire, admitted, asked, onClose) => this.#seat(wire, admitted, asked, onClose),
      onRefused: (code) => this.#meter.refused(code)
    });
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
    const isUpgrade = request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket';
    const status = !asked ? 404 : !isUpgrade ? 400 : this.#admission.refuseEarly(request, asked);
    if (status !== null || !asked) {
      this.#meter.refused(status ?? 404);
      return refuseUpgrade(socket, status ?? 404);
    }
    socket.once('close', this.#admission.enter(this.#admission.addressOf(request)));
    this.#admit(request, socket, head, asked).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'a socket could not be opened');
      socket.destroy();
    });
  }

  handleRequest(request: IncomingMessage, response: ServerResponse): void {
    this.#door.handle(request, response).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'a request of the HTTP wire failed');
      response.destroy();
    });
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer, asked: Asked): Promise<void> {
    const found = await this.#admission.decide(request, asked);
    try {
      const ws = await this.#upgrade(request, socket, head);
      if (!ws) return;
      if (!(found instanceof Refusal)) return this.#seat(webSocketWire(ws), found, asked);
      this.#meter.refused(found.code);
      ws.close(found.code, found.message);
    } finally {
      if (!(found instanceof Refusal)) found.release();
    }
  }

  #seat(wire: Wire, { room, rights, who }: Admitted<Who>, { wantsAcks }: Asked, onClose = () => {}): void {
    const account = this.#deps.accountOf(who);
    const connection = new Connection(wire, {
      ...{ room, rights, account, wantsAcks },
      ...{ limits: this.#limits, clock: this.#deps.clock, meter: this.#meter },
      askRights: () => this.#deps.rights(who, room.ref),
      canWrite: () => this.#rooms.committer.canWrite,
      wake: (room) => this.#rooms.committer.wake(room),
      onRefused: (code) => this.#strikes.note(account, room.ref.id, code),
      onClose: (closed) => {
        this.#connections.delete(closed);
        this.#rooms.release(room);
        onClose();
      }
    });
    if (room.isEnded || this.#admission.isClosed) return wire.close(closeCodes.restarting, 'not now');
    this.#connections.add(connection);
    connection.welcome();
    // The right may have changed while the document was loading.
    void connection.recheck();
  }

  #connectionsOf(account: Id): number {
    let count = 0;
    for (const connection of this.#connections) if (connection.account === account) count++;
    return count;
  }

  async append(
    id: Id,
    edit: {
      author: Author;
      affiliation: Json;
      update: Uint8Array;
      onlyAt?: number;
      repeats?: readonly Carried[];
    }
  ): Promise<{ seq: number }> {
    const room = await this.#rooms.open(id);
    room.pins++;
    try {
      return await new Promise((resolve, reject) => {
        const affiliation = edit.author === 'system' ? null : JSON.stringify(edit.affiliation);
        room.inbox.push({
          ...{ update: edit.update, author: edit.author, affiliation, at: this.#deps.clock(), from: null },
          onlyAt: edit.onlyAt,
          repeats: edit.repeats,
          settle(end) {
            if (!(end instanceof Error)) resolve(end);
            else reject(end instanceof Refusal ? asProblem(end.message) : end);
          }
        });
        this.#rooms.committer.wake(room);
      });
    } finally {
      room.pins--;
      this.#rooms.release(room);
    }
  }

  async drain(code: CloseCode): Promise<void> {
    this.#admission.isClosed = true;
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
