import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission, Admitted } from './admission.server.ts';
import { readRequest, type Asked } from './handshake.server.ts';
import { RecordReader, type OpenAnswer, type SendAnswer } from './httpRecords.ts';
import { HttpWire, WireFaultError, type Listening } from './httpWire.server.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes, maxFrameBytes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import type { Wire } from './wire.server.ts';

type DoorDeps<Who> = {
  admission: Admission<Who>;
  limits: Limits;
  /** what a request proves its sender by, unchecked: a cookie's or token's text; `''` for strangers */
  credentialOf(request: IncomingMessage): string;
  seat(wire: Wire, admitted: Admitted<Who>, asked: Asked, onClose: () => void): void;
  onRefused(code: number): void;
};

type Session = { wire: HttpWire; name: string; credential: Buffer; leave(): void };

// One frame of the largest size fits, with its record around it.
const MOST_BYTES = maxFrameBytes + 64;
// Many times what our client sends at once. Tiny frames take far more memory than their bytes, and wait for their turn.
const MOST_FRAMES = 2000;
const listenings: readonly string[] = ['stream', 'poll', 'glance'] satisfies Listening[];

/** The HTTP side of `/collab/…`, for those whose network refuses sockets. Rules H1–H12 of SPEC.md. */
export class HttpDoor<Who> {
  #deps: DoorDeps<Who>;
  #sessions = new Map<string, Session>();

  constructor(deps: DoorDeps<Who>) {
    this.#deps = deps;
  }

  /** Serves any request below `/collab/` that asks for no upgrade. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '', 'http://local');
    const [name = '', session, ...rest] = url?.pathname.slice('/collab/'.length).split('/') ?? [];
    const { method } = request;
    if (!url || rest.length > 0) return refuse(request, response, 404);
    if (name === '' && session === undefined) return this.#sayHere(request, response);
    const asked = readRequest(request, `/collab/${name}`);
    if (!asked) return refuse(request, response, 404);
    if (session === undefined)
      return method === 'POST' ? this.#open(request, response, asked, name) : refuse(request, response, 405);
    const known = this.#find(request, asked, name, session);
    if (known === 'foreign') return refuse(request, response, 403);
    if (known === null) return refuse(request, response, 404);
    try {
      if (method === 'GET') this.#listen(response, known, url.searchParams);
      else if (method === 'POST') await this.#take(request, response, known, url.searchParams);
      else refuse(request, response, 405);
    } catch (error) {
      if (!(error instanceof WireFaultError)) throw error;
      refuse(request, response, error.fault === 'lost' ? 409 : 429);
    }
  }

  // Lets a client tell a network that refuses sockets from one that is not there.
  #sayHere(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'GET') return refuse(request, response, 405);
    tell(response, { wires: ['websocket', 'http'] });
  }

  async #open(request: IncomingMessage, response: ServerResponse, asked: Asked, name: string): Promise<void> {
    request.resume();
    const { admission, limits, onRefused, seat, credentialOf } = this.#deps;
    const status = admission.refuseEarly(request, asked);
    if (status !== null) {
      onRefused(status);
      return refuse(request, response, status);
    }
    const leave = admission.enter(admission.addressOf(request));
    const found = await admission.decide(request, asked);
    if (found instanceof Refusal) {
      leave();
      onRefused(found.code);
      return tell(response, { close: { code: found.code, reason: found.message } } satisfies OpenAnswer);
    }
    try {
      if (response.destroyed) return leave();
      const wire = new HttpWire(limits);
      this.#sessions.set(wire.session, { wire, name, leave, credential: digest(credentialOf(request)) });
      seat(wire, found, asked, () => this.#forgetSoon(wire.session));
      tell(response, { session: wire.session } satisfies OpenAnswer);
    } finally {
      found.release();
    }
  }

  // Who is away for a moment still learns why the session ended.
  #forgetSoon(session: string): void {
    const forget = () => {
      this.#sessions.get(session)?.leave();
      this.#sessions.delete(session);
    };
    setTimeout(forget, this.#deps.limits.deadMs).unref();
  }

  // A browser adds `Origin` to each POST; to a GET of an own page it adds none.
  #find(request: IncomingMessage, asked: Asked, name: string, session: string): Session | 'foreign' | null {
    const { admission, credentialOf } = this.#deps;
    const isPlainGet = request.method === 'GET' && request.headers.origin === undefined;
    if (!isPlainGet && !admission.isOwn(request, asked.hasToken)) return 'foreign';
    const known = this.#sessions.get(session);
    if (!known || known.name !== name) return null;
    return timingSafeEqual(known.credential, digest(credentialOf(request))) ? known : null;
  }

  #listen(response: ServerResponse, { wire }: Session, query: URLSearchParams): void {
    const how = query.get('how') ?? 'stream';
    const from = numberIn(query, 'from');
    if (from === null || !listenings.includes(how)) return void response.writeHead(400).end();
    wire.answer(response, how as Listening, from);
  }

  async #take(
    request: IncomingMessage,
    response: ServerResponse,
    { wire }: Session,
    query: URLSearchParams
  ): Promise<void> {
    const first = numberIn(query, 'seq');
    if (first === null || first < 1) return refuse(request, response, 400);
    const leave = wire.enter();
    try {
      const frames = await readFrames(request);
      if (typeof frames === 'number') {
        wire.close(frames, 'not frames of this protocol');
        return refuse(request, response, frames === closeCodes.tooLarge ? 413 : 400);
      }
      wire.got(numberIn(query, 'got') ?? 0);
      const answer: SendAnswer = await wire.take(first, frames);
      if (query.has('close')) wire.end(1000);
      if (!response.destroyed) tell(response, answer);
    } finally {
      leave();
    }
  }
}

/** @returns the frames of a body, or the close code it deserves */
async function readFrames(
  request: IncomingMessage
): Promise<Uint8Array[] | typeof closeCodes.tooLarge | typeof closeCodes.malformed> {
  const reader = new RecordReader();
  const frames: Uint8Array[] = [];
  let size = 0;
  // The stream is left alive, or the answer that says why would not get out.
  const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const piece of pieces) {
      size += piece.length;
      if (size > MOST_BYTES) return closeCodes.tooLarge;
      for (const record of reader.read(piece)) {
        if (record.kind !== 'frame') return closeCodes.malformed;
        if (frames.push(record.frame) > MOST_FRAMES) return closeCodes.tooLarge;
      }
    }
  } catch (error) {
    // A request that broke off is sent again by its client.
    if (request.destroyed) throw new WireFaultError('tooMuch', { cause: error });
    return closeCodes.malformed;
  }
  return reader.isWhole ? frames : closeCodes.malformed;
}

function numberIn(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text !== null && /^[0-9]{1,15}$/.test(text) ? Number(text) : null;
}

function digest(credential: string): Buffer {
  return createHash('sha256').update(credential).digest();
}

function tell(response: ServerResponse, answer: object): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff'
  });
  response.end(body);
}

type Status = 400 | 403 | 404 | 405 | 409 | 413 | 429 | 503;

// Whatever of the body is still under way is not read: the connection goes with the answer.
function refuse(request: IncomingMessage, response: ServerResponse, status: Status): void {
  if (response.headersSent || response.destroyed) return;
  const isRead = request.complete || request.method === 'GET';
  response.writeHead(status, {
    'content-length': 0,
    'cache-control': 'no-store',
    ...(isRead ? {} : { connection: 'close' }),
    ...(status === 429 || status === 503 ? { 'retry-after': '2' } : {}),
    ...(status === 405 ? { allow: 'GET, POST' } : {})
  });
  response.end();
}
