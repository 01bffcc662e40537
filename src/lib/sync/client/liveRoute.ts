import type { SocketClass } from './gatedSocket.ts';
import { HoldingPlace } from './holdingPlace.ts';
import type { Ways } from './httpSocket.ts';

/** How this window reaches the server: by a WebSocket, or by HTTP requests because the network refuses sockets. */
export type Route = 'socket' | 'http';

/** Times in ms. */
export type RoutePace = {
  /** a socket opens within this, or counts as refused */
  open: number;
  /** between two trials whether sockets are let through again: at first, and at most */
  again: number;
  againAtMost: number;
};

const defaultPace: RoutePace = { open: 4000, again: 30_000, againAtMost: 300_000 };
const REMEMBERED = 'groundwork-live-route';
/** how many sockets in a row have to fail while plain requests come through: a server that restarts fails one */
const ENOUGH = 2;

type Found = { route: Route; isBuffered: boolean };

/**
 * Finds the way to the server. Sockets first; they count as refused when they do not open while plain requests to the same
 * server come through, so that being offline is something else. What was found is remembered for this window's session
 * and tried again now and then.
 */
export class LiveRoute {
  readonly ways: Ways;
  #found: Found = remembered();
  #place = new HoldingPlace();
  #pace: RoutePace;
  #onChange: (route: Route) => void;
  #evidence = 0;
  #trial: { url: string; timer: ReturnType<typeof setTimeout> } | null = null;
  #Socket: SocketClass | null = null;
  #isOver = false;

  /** @param onChange also told when sockets work again: connect anew when it disturbs nobody */
  constructor(onChange: (route: Route) => void, pace: Partial<RoutePace> = {}) {
    this.#onChange = onChange;
    this.#pace = { ...defaultPace, ...pace };
    const isBuffered = () => this.#found.isBuffered;
    this.ways = {
      get isBuffered() {
        return isBuffered();
      },
      onBuffered: () => this.#know({ isBuffered: true }),
      enter: () => this.#place.enter(),
      mayHold: () => this.#place.mayHold
    };
  }

  get route(): Route {
    return this.#found.route;
  }

  /**
   * The class for y-websocket: each connection goes the way that is known then.
   * @param Plain a socket without any of our own layers, to try the way with
   */
  choose(Socket: SocketClass, Http: SocketClass, Plain: SocketClass): SocketClass {
    this.#Socket = Plain;
    const open = (url: string, protocols?: string | string[]): WebSocket => {
      if (this.route === 'socket') return this.#watch(new Socket(url, protocols), url);
      this.#tryLater(url, this.#pace.again);
      return new Http(url, protocols);
    };
    // Called with `new`: what a function returns then is the new object.
    return function Chosen(url: string, protocols?: string | string[]) {
      return open(url, protocols);
    } as unknown as SocketClass;
  }

  /** The network may be another one now. */
  networkChanged(): void {
    if (this.route === 'socket') return;
    this.#know({ isBuffered: false });
    if (this.#trial) this.#tryLater(this.#trial.url, 1000, true);
  }

  /** Ends all trying. */
  stop(): void {
    this.#isOver = true;
    if (this.#trial) clearTimeout(this.#trial.timer);
    this.#place.leave();
  }

  #watch(socket: WebSocket, url: string): WebSocket {
    let hasOpened = false;
    const late = setTimeout(() => socket.close(), this.#pace.open);
    socket.addEventListener('open', () => {
      hasOpened = true;
      clearTimeout(late);
      this.#evidence = 0;
    });
    socket.addEventListener('close', () => {
      clearTimeout(late);
      if (!hasOpened) void this.#wonder(url);
    });
    return socket;
  }

  async #wonder(url: string): Promise<void> {
    if (!(await answersPlainly(url, this.#pace.open))) return void (this.#evidence = 0);
    this.#evidence++;
    if (this.#evidence < ENOUGH || this.route === 'http' || this.#isOver) return;
    this.#know({ route: 'http' });
  }

  #know(found: Partial<Found>): void {
    const before = this.route;
    this.#found = { ...this.#found, ...found };
    remember(this.#found);
    if (this.route !== before) this.#onChange(this.route);
  }

  #tryLater(url: string, time: number, isSooner = false): void {
    if (this.#isOver || (this.#trial && !isSooner)) return;
    if (this.#trial) clearTimeout(this.#trial.timer);
    const next = Math.min(this.#pace.againAtMost, Math.max(this.#pace.again, time * 2));
    this.#trial = { url, timer: setTimeout(() => this.#try(url, next), time) };
  }

  #try(url: string, next: number): void {
    this.#trial = null;
    if (this.#isOver || this.route === 'socket') return;
    const socket = new this.#Socket!(url);
    const late = setTimeout(() => socket.close(), this.#pace.open * 2);
    let hasOpened = false;
    socket.addEventListener('open', () => {
      hasOpened = true;
      this.#evidence = 0;
      socket.close();
      if (!this.#isOver) this.#know({ route: 'socket' });
    });
    socket.addEventListener('close', () => {
      clearTimeout(late);
      if (!hasOpened) this.#tryLater(url, next);
    });
  }
}

// `/collab/` says by which wires the server can be reached; a network's own page says something else.
async function answersPlainly(socketUrl: string, within: number): Promise<boolean> {
  const url = new URL(socketUrl.replace(/^ws/, 'http'));
  url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  try {
    const response = await fetch(url.origin + url.pathname, {
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(within)
    });
    const told: unknown = await response.json();
    return Array.isArray((told as { wires?: unknown }).wires);
  } catch {
    return false;
  }
}

function remembered(): Found {
  try {
    const found = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? 'null') as Partial<Found> | null;
    return { route: found?.route === 'http' ? 'http' : 'socket', isBuffered: found?.isBuffered === true };
  } catch {
    return { route: 'socket', isBuffered: false };
  }
}

function remember(found: Found): void {
  try {
    if (found.route === 'http') sessionStorage.setItem(REMEMBERED, JSON.stringify(found));
    else sessionStorage.removeItem(REMEMBERED);
  } catch {
    // Without storage it is found out again by each page.
  }
}
