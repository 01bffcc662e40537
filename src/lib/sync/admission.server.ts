import type { IncomingMessage } from 'node:http';
import { networkOf, type Id } from '#lib/kernel/index.ts';
import type { documentCommands } from './documents.server.ts';
import type { Asked, EarlyStatus } from './handshake.server.ts';
import type { DocumentRights } from './index.ts';
import type { SyncDeps } from './index.server.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { closeCodeFor, Refusal } from './refusal.server.ts';
import type { Room } from './room.server.ts';
import type { Rooms } from './rooms.server.ts';
import type { Strikes } from './strikes.server.ts';

/** Who was let in, and to what. The room is pinned: it stays until `release` is called. */
export type Admitted<Who> = { room: Room; rights: DocumentRights; who: Who; release(): void };

type AdmissionDeps<Who> = {
  deps: SyncDeps<Who>;
  limits: Limits;
  documents: Pick<ReturnType<typeof documentCommands>, 'current'>;
  rooms: Rooms;
  strikes: Strikes;
  /** how many connections this account holds now */
  connectionsOf: (account: Id) => number;
};

/** Decides who may open a connection, whatever wire it comes by. */
export class Admission<Who> {
  /** nobody is let in any more */
  isClosed = false;
  #given: AdmissionDeps<Who>;
  #addresses = new Map<string, number>();
  #deciding = 0;

  constructor(given: AdmissionDeps<Who>) {
    this.#given = given;
  }

  addressOf(request: IncomingMessage): string {
    return networkOf(this.#given.deps.addressOf?.(request) ?? request.socket.remoteAddress ?? '');
  }

  /**
   * What can be refused before anybody is asked for. Takes the cookie off a foreign page's request.
   * @returns the HTTP status of the refusal, or null
   */
  refuseEarly(request: IncomingMessage, asked: Asked): EarlyStatus | null {
    const { limits } = this.#given;
    if (this.isClosed || this.#deciding >= limits.handshakes) return 503;
    if (!this.isOwn(request, asked.hasToken)) return 403;
    const count = this.#addresses.get(this.addressOf(request)) ?? 0;
    return count >= limits.socketsPerAddress ? 429 : null;
  }

  /** Whether a request may count as its sender's own: it comes from our pages, or brings a token. */
  isOwn(request: IncomingMessage, hasToken: boolean): boolean {
    const isOwnPage = this.#given.deps.allowedOrigin(request);
    // A foreign page may bring a token, but never the cookie the browser adds by itself.
    if (!isOwnPage) delete request.headers.cookie;
    return isOwnPage || hasToken;
  }

  /** Counts one connection of this address. @returns what to call once it is over; calling it again changes nothing */
  enter(address: string): () => void {
    this.#addresses.set(address, (this.#addresses.get(address) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = this.#addresses.get(address)! - 1;
      if (left <= 0) this.#addresses.delete(address);
      else this.#addresses.set(address, left);
    };
  }

  /** @returns who was let in, or the refusal to tell them */
  async decide(request: IncomingMessage, asked: Asked): Promise<Admitted<Who> | Refusal> {
    this.#deciding++;
    try {
      return await this.#decide(request, asked);
    } catch (error) {
      const code = closeCodeFor(error);
      if (code === closeCodes.tryLater && !(error instanceof Refusal))
        this.#given.deps.log.error({ err: error }, 'a connection could not be opened');
      return new Refusal(code, error instanceof Refusal ? error.message : 'refused');
    } finally {
      this.#deciding--;
    }
  }

  async #decide(request: IncomingMessage, asked: Asked): Promise<Admitted<Who>> {
    const { deps, documents, rooms } = this.#given;
    const who = await deps.authenticate(request);
    const ref = await documents.current(asked.id);
    if (asked.epoch > ref.epoch) throw new Refusal(closeCodes.notFound, 'no such document');
    const rights = await deps.rights(who, ref);
    if (rights.level === 'none' && rights.person) throw new Refusal(closeCodes.forbidden, 'no right');
    if (rights.level === 'none') throw new Refusal(closeCodes.notFound, 'no such document');
    if (asked.epoch < ref.epoch) throw new Refusal(closeCodes.epochEnded, 'a new epoch has begun');
    const canWrite = rights.level === 'write' && rights.person !== null;
    if (canWrite && !rooms.committer.canWrite) throw new Refusal(closeCodes.tryLater, 'not saving now');
    this.#refuseTooMuch(deps.accountOf(who), asked.id);
    const room = await rooms.open(asked.id);
    room.pins++;
    const release = () => {
      room.pins--;
      rooms.release(room);
    };
    if (room.ref.epoch === asked.epoch) return { room, rights, who, release };
    release();
    throw new Refusal(closeCodes.tryLater, 'a new epoch begins');
  }

  #refuseTooMuch(account: Id | null, document: Id): void {
    if (!account) return;
    const { strikes, connectionsOf, limits } = this.#given;
    if (strikes.isBarred(account, document))
      throw new Refusal(closeCodes.tooMuch, 'refused too often, try again in a minute');
    if (connectionsOf(account) >= limits.socketsPerPerson)
      throw new Refusal(closeCodes.tooMuch, 'too many sockets of one person');
  }
}
