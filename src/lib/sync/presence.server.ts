import * as decoding from 'lib0/decoding';
import type { Json } from '#lib/kernel/index.ts';
import { presenceFrame, type PresenceEntry } from './frame.server.ts';
import type { Limits } from './limits.server.ts';
import { isPlainJson } from './plainJson.server.ts';

/** Whoever may be shown in a document: one socket, one presence. */
export type Shown = {
  /** null for strangers, who are never shown */
  person: { id: string; presence: { readonly [key: string]: Json } } | null;
  /** the one Yjs client id this socket speaks for, once it has shown one */
  presenceClient: number | null;
};

// Where the caret is, and what the editor may say beside it. Who it is, only the server says.
const ALLOWED_KEYS = ['cursor', 'typing', 'section'] as const;
const MAX_ENTRIES = 1000;
const MAX_REMEMBERED = 5000;

// The person is kept beside the peer: after losing a right a peer has none.
type Entry = { peer: Shown; person: string; clock: number; state: string };

type PresenceOptions = {
  limits: Limits;
  ownerOf: (client: number) => string | undefined;
  publish: (frame: Buffer) => void;
};

/** Who is in one document now. Nothing of it is stored; `publish` gets one merged frame per tick. */
export class Presence {
  #options: PresenceOptions;
  #entries = new Map<number, Entry>();
  #remembered = new Map<number, { person: string; clock: number }>();
  #changed = new Map<number, PresenceEntry>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** Takes a client's awareness message; only what concerns its own id counts, stock clients also echo others. */
  receive(peer: Shown, bytes: Uint8Array): void {
    if (!peer.person) return;
    for (const offered of readEntries(bytes)) {
      if (!this.#isOwn(peer, peer.person.id, offered)) continue;
      if (offered.state.length > this.#options.limits.presenceBytes) continue;
      const state = rewrite(offered.state, peer.person.presence);
      if (state !== undefined) this.#set(peer, offered.client, offered.clock, state);
    }
  }

  /** Shows what a person is called and where they speak from now, when that has changed while they are here. */
  renew(peer: Shown): void {
    const client = peer.presenceClient;
    const entry = client === null ? undefined : this.#entries.get(client);
    if (client === null || entry?.peer !== peer || !peer.person) return;
    const state = rewrite(Buffer.from(entry.state), peer.person.presence);
    // A clock of its own: others pass over what they believe to have seen.
    if (typeof state === 'string' && state !== entry.state) this.#set(peer, client, entry.clock + 1, state);
  }

  leave(peer: Shown): void {
    const client = peer.presenceClient;
    const entry = client === null ? undefined : this.#entries.get(client);
    if (entry?.peer === peer) this.#remove(client!, entry.clock);
  }

  /** @returns all that is shown now, or null */
  frame(): Buffer | null {
    const all = [...this.#entries].map(([client, { clock, state }]) => ({ client, clock, state }));
    return all.length === 0 ? null : presenceFrame(all);
  }

  /** Whether this id is or was shown by a socket of somebody else. */
  isReserved(client: number, author: string): boolean {
    const holder = this.#entries.get(client)?.person ?? this.#remembered.get(client)?.person;
    return holder !== undefined && holder !== author;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #isOwn(peer: Shown, person: string, { client, state }: Offered): boolean {
    if (peer.presenceClient !== null) return peer.presenceClient === client;
    if (isNull(state)) return false;
    const owner = this.#options.ownerOf(client);
    return (owner === undefined || owner === person) && !this.isReserved(client, person);
  }

  #set(peer: Shown, client: number, offeredClock: number, state: string | null): void {
    const current = this.#entries.get(client);
    const left = current ? null : this.#remembered.get(client);
    // Somebody who comes back brings the clock the others have already seen leaving.
    const clock = left && offeredClock <= left.clock ? left.clock + 1 : offeredClock;
    if (current && current.peer === peer && clock < current.clock) return;
    peer.presenceClient = client;
    if (state === null) return this.#remove(client, Math.max(clock, current?.clock ?? 0));
    this.#entries.set(client, { peer, person: peer.person!.id, clock, state });
    this.#announce({ client, clock, state });
  }

  #remove(client: number, clock: number): void {
    const entry = this.#entries.get(client);
    if (!entry) return;
    this.#entries.delete(client);
    if (this.#remembered.size >= MAX_REMEMBERED)
      this.#remembered.delete(this.#remembered.keys().next().value!);
    this.#remembered.set(client, { person: entry.person, clock });
    this.#announce({ client, clock, state: 'null' });
  }

  #announce(entry: PresenceEntry): void {
    this.#changed.set(entry.client, entry);
    this.#timer ??= setTimeout(() => this.#flush(), this.#options.limits.presenceTickMs);
  }

  #flush(): void {
    this.#timer = null;
    const frame = presenceFrame([...this.#changed.values()]);
    this.#changed.clear();
    this.#options.publish(frame);
  }
}

type Offered = { client: number; clock: number; state: Uint8Array };

// Only headers are read here; the state is looked at if the id is the socket's own.
function readEntries(bytes: Uint8Array): Offered[] {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    if (count > MAX_ENTRIES) return [];
    const read: Offered[] = [];
    for (let i = 0; i < count; i++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      read.push({ client, clock, state: decoding.readVarUint8Array(decoder) });
    }
    return read.filter((entry) => entry.client < 2 ** 32 && entry.clock < 2 ** 31);
  } catch {
    return [];
  }
}

function isNull(state: Uint8Array): boolean {
  return state.length === 4 && Buffer.from(state).toString() === 'null';
}

// undefined: not acceptable; null: the person leaves
function rewrite(state: Uint8Array, user: { readonly [key: string]: Json }): string | null | undefined {
  let offered: unknown;
  try {
    offered = JSON.parse(Buffer.from(state).toString('utf8'));
  } catch {
    return undefined;
  }
  if (offered === null) return null;
  if (typeof offered !== 'object' || Array.isArray(offered)) return undefined;
  const kept: Record<string, unknown> = {};
  for (const key of ALLOWED_KEYS) {
    const value = Object.hasOwn(offered, key) ? (offered as Record<string, unknown>)[key] : undefined;
    if (value !== undefined && isPlainJson(value, 8)) kept[key] = value;
  }
  return JSON.stringify({ ...kept, user });
}
