import * as decoding from 'lib0/decoding';
import { Awareness, removeAwarenessStates } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { messages } from '../protocol.ts';
import { AckAccount } from './ackAccount.ts';
import { CompositionGate } from './compositionGate.ts';
import {
  refusalOf,
  stateOf,
  type ConnectionFacts,
  type ConnectionState,
  type Refusal
} from './connectionState.ts';
import type { TextCopy } from './deviceStore.ts';
import { gatedSocket, type SocketClass } from './gatedSocket.ts';
import { HttpSocket } from './httpSocket.ts';
import { KeptChanges } from './keptChanges.ts';
import { LiveRoute, type Route } from './liveRoute.ts';
import { readableText } from './readableText.ts';

export type ConnectOptions = {
  /** where `/collab` is: `wss://host/collab` */
  url: string;
  /** the document's name on the wire, with its epoch */
  name: string;
  /** whose copy this device keeps; people who share a computer never see each other's */
  account: string;
  /** what the page knows of the right to write; the server has the last word at each connection */
  writable: boolean;
  /** for tests: another WebSocket */
  WebSocketClass?: SocketClass;
};

/** Somebody else in the document now, as the server says they are. */
export type Presence = { readonly [key: string]: unknown };

/** While nothing is connected, edits closer together than this (ms) count as one change to the person who made them. */
const RUN_OF_TYPING = 1000;

/**
 * One document, live: Y.Doc, presence, what is saved where. All properties that a screen shows are runes.
 * Call `destroy` when the screen goes.
 */
export class DocumentConnection {
  readonly name: string;
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly gate = new CompositionGate();

  /** what to say about saving */
  state = $state<ConnectionState>('connecting');
  refusal = $state<Refusal | null>(null);
  /** changes that the server has not confirmed */
  pending = $state(0);
  /** whether changes survive closing this window */
  isDurableHere = $state(false);
  /** whether there is text to show: from the server, or from this device with the server out of reach */
  isReady = $state(false);
  isWritable = $state(true);
  /** by which way text travels; `http` where the network refuses sockets, slower and just as safe */
  route = $state<Route>('socket');
  /** the others who are here, one entry per person */
  others = $state.raw<readonly Presence[]>([]);
  /** copies of text that could not be sent, from now or from earlier epochs */
  copies = $state.raw<readonly TextCopy[]>([]);

  readonly #account = new AckAccount();
  readonly #kept: KeptChanges;
  readonly #route: LiveRoute;
  readonly #provider: WebsocketProvider;
  readonly #stop: (() => void)[] = [];
  #facts: ConnectionFacts;
  #editedAt = 0;
  /** this connection was told that it may not write */
  #isDenied = false;
  #person: Presence | null = null;
  #isDestroyed = false;

  constructor(options: ConnectOptions) {
    this.name = options.name;
    this.isWritable = options.writable;
    this.#facts = {
      finalCode: null,
      isSynced: false,
      hasFailed: false,
      isWritable: options.writable,
      pending: 0,
      isComposing: false
    };
    this.#kept = new KeptChanges(options.account, options.name, this.doc);
    this.#kept.onDurable = () => (this.isDurableHere = this.#kept.isDurable);
    // Before the provider listens: an edit has its number when the frame that carries it goes out.
    this.doc.on('update', (update: Uint8Array, origin: unknown) => this.#edited(update, origin));
    this.#route = new LiveRoute((route) => this.#rerouted(route));
    this.route = this.#route.route;
    this.#provider = this.#makeProvider(options);
    this.#listen();
    void this.#begin();
  }

  /** Whether leaving now could lose something or leaves something unconfirmed. */
  get hasUnconfirmed(): boolean {
    return this.state === 'saving' || this.state === 'kept' || (this.state === 'refused' && this.pending > 0);
  }

  /** Says who I am to the others; the server overwrites it with what it knows. Readers are not shown. */
  introduce(person: { readonly [key: string]: unknown }): void {
    this.#person = person;
    if (this.isWritable) this.awareness.setLocalStateField('user', person);
  }

  /** The right to write came or went while the page was open. */
  setWritable(isWritable: boolean): void {
    this.isWritable = isWritable;
    if (!isWritable) this.awareness.setLocalState(null);
    else if (this.#person)
      this.awareness.setLocalState({ ...this.awareness.getLocalState(), user: this.#person });
    this.#know({ isWritable });
  }

  /** The editor says whether a word is being composed that is not in the document yet. */
  setComposing(isComposing: boolean): void {
    if (isComposing) this.#kept.postponeTidying();
    this.#know({ isComposing });
  }

  /** All words of the document as they are here now, to be pasted elsewhere. */
  text(): string {
    return readableText(this.doc);
  }

  /** The owner has taken a copy; it may go. */
  async dropCopy(copy: TextCopy): Promise<void> {
    await this.#kept.dropCopy(copy);
    this.copies = await this.#kept.copies();
  }

  /**
   * Gives this device's version up, keeping a readable copy of it, so that the page can load the document afresh.
   * Other windows keep theirs.
   */
  async startOver(): Promise<void> {
    await this.#keepCopy();
    await this.#end({ forget: true });
  }

  /** Ends the connection. What is unconfirmed stays on this device. */
  destroy(): void {
    void this.#end({ forget: false });
  }

  async #begin(): Promise<void> {
    const waiting = await this.#kept.load();
    if (this.#isDestroyed) return;
    for (let n = 0; n < waiting; n++) this.#account.edited();
    this.isDurableHere = this.#kept.isDurable;
    this.#know({ pending: this.#account.pending });
    this.#provider.connect();
    await this.#kept.retireEarlierEpochs().catch(reportError);
    this.copies = await this.#kept.copies();
  }

  #makeProvider({ url, name, WebSocketClass = WebSocket }: ConnectOptions): WebsocketProvider {
    const account = this.#account;
    const hooks = { gate: this.gate, account, onTraffic: () => this.#heard() };
    const { ways } = this.#route;
    const OverHttp = class extends HttpSocket {
      constructor(url: string) {
        super(url, { ways });
      }
    } as unknown as SocketClass;
    const provider = new WebsocketProvider(url, name, this.doc, {
      connect: false,
      awareness: this.awareness,
      params: { ack: '1' },
      disableBc: true,
      // Everybody in a room loses the same access point at once; they should not all come back in the same moment.
      maxBackoffTime: 1500 + Math.random() * 1500,
      WebSocketPolyfill: this.#route.choose(
        gatedSocket(WebSocketClass, hooks),
        gatedSocket(OverHttp, hooks),
        WebSocketClass
      )
    });
    provider.messageHandlers[messages.ack] = (_encoder, decoder) =>
      this.#acknowledged(decoding.readVarUint(decoder));
    provider.messageHandlers[messages.auth] = () => {
      this.#isDenied = true;
      this.setWritable(false);
    };
    return provider;
  }

  #listen(): void {
    const provider = this.#provider;
    provider.on('status', ({ status }) => (this.#isDenied &&= status !== 'connecting'));
    provider.on('sync', (isSynced) => this.#inStep(isSynced));
    provider.on('connection-close', () => this.#know({ isSynced: false, hasFailed: true }));
    provider.on('connection-error', () => this.#know({ hasFailed: true }));
    provider.on('closed', ({ code }) => this.#refused(code));
    this.awareness.on('change', () => this.#seeOthers());
    this.#on(window, 'offline', () => this.#reconnect());
    this.#on(window, 'online', () => {
      this.#route.networkChanged();
      if (provider.shouldConnect) provider.connect();
    });
    this.#on(window, 'pagehide', () => {
      this.gate.release();
      this.#kept.tellLeft();
    });
    this.#on(document, 'visibilitychange', () => document.hidden && this.gate.release());
  }

  // A server that lets us write says nothing; that it does not, it says before anything else (W3, W4).
  #inStep(isSynced: boolean): void {
    if (isSynced && !this.#isDenied && !this.isWritable) this.setWritable(true);
    this.#know(isSynced ? { isSynced, hasFailed: false } : { isSynced });
  }

  #on(target: EventTarget, type: string, act: () => unknown): void {
    target.addEventListener(type, act);
    this.#stop.push(() => target.removeEventListener(type, act));
  }

  // The system says the network is gone. The socket would notice after half a minute only, so it is dropped and tried
  // again: a server on this very machine still answers, and the words are right at once.
  #reconnect(): void {
    if (!this.#provider.shouldConnect) return;
    this.#provider.disconnect();
    this.#provider.connect();
  }

  // To HTTP there is nothing to leave. Back to sockets we go in a moment when nothing is under way.
  #rerouted(route: Route): void {
    if (route === 'http') return void (this.route = route);
    const change = () => {
      if (this.#isDestroyed || this.#route.route === 'http') return;
      if (this.#facts.isSynced && (this.#account.pending > 0 || this.gate.isHeld))
        return void setTimeout(change, 500);
      this.route = route;
      this.#reconnect();
    };
    change();
  }

  #edited(update: Uint8Array, origin: unknown): void {
    if (origin === this.#provider || this.#kept.isOrigin(origin)) return;
    const now = Date.now();
    const isAdopted = this.#kept.isAdopted(origin);
    const continues = !isAdopted && this.#account.isLastUnsent && now - this.#editedAt < RUN_OF_TYPING;
    if (!isAdopted) this.#kept.add(update, { continues });
    this.#editedAt = isAdopted ? 0 : now;
    if (continues) return;
    this.#account.edited();
    this.#know({ pending: this.#account.pending });
  }

  #acknowledged(count: number): void {
    const before = this.#account.confirmed;
    if (!this.#account.acknowledged(count)) return;
    this.#kept.confirm(this.#account.confirmed - before);
    this.#know({ pending: this.#account.pending });
  }

  #heard(): void {
    // A frame that waits for a word to be finished is a sign of life all the same.
    this.#provider.wsLastMessageReceived = Date.now();
  }

  #refused(code: number): void {
    this.#know({ finalCode: code, isSynced: false });
    if (this.#account.pending > 0 || this.#facts.isComposing) void this.#keepCopy();
  }

  async #keepCopy(): Promise<void> {
    this.gate.release();
    if (this.#account.pending === 0) return;
    await this.#kept.putCopy(this.text(), this.refusal ?? this.state).catch(reportError);
    this.copies = await this.#kept.copies();
  }

  #seeOthers(): void {
    const people = new Map<unknown, Presence>();
    for (const [client, state] of this.awareness.getStates()) {
      const user: unknown = state?.user;
      if (client === this.doc.clientID || typeof user !== 'object' || user === null) continue;
      people.set((user as Presence).id ?? client, user as Presence);
    }
    this.others = [...people.values()];
  }

  #know(facts: Partial<ConnectionFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.pending = this.#facts.pending;
    this.state = stateOf(this.#facts);
    this.refusal = refusalOf(this.#facts);
    if (this.#facts.isSynced || (this.#facts.hasFailed && this.#hasText())) this.isReady = true;
  }

  #hasText(): boolean {
    return this.doc.store.clients.size > 0;
  }

  async #end({ forget }: { forget: boolean }): Promise<void> {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.gate.release();
    for (const stop of this.#stop) stop();
    removeAwarenessStates(this.awareness, [this.doc.clientID], 'left');
    this.#provider.destroy();
    this.#route.stop();
    await this.#kept.close({ forget }).catch(reportError);
    this.doc.destroy();
  }
}

/** Opens a document for reading or writing together. The screen's words come from the connection it returns. */
export function connectDocument(options: ConnectOptions): DocumentConnection {
  return new DocumentConnection(options);
}
