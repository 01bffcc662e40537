import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as Y from 'yjs';
import { connect, type DatabasePlace } from '#db/connect.server.ts';
import { createWritePath } from '#db/writePath.server.ts';
import { createNotices, newId, Problem, type Id, type Write } from '#lib/kernel/index.ts';
import { briefText } from '#lib/briefs/document.ts';
import { documentName, type DocumentRef, type DocumentRights } from '#lib/sync/index.ts';
import { syncService, type Limits } from '#lib/sync/index.server.ts';
import { freshDatabase } from '../../support/database.ts';

/** A person a test knows; their token is their name. */
export type Who = string;

/**
 * A sync server on a port of its own, over a real database (a given one, migrated already, or one of its own), with rights
 * a test can change.
 */
export async function createWorld(
  options: { database?: DatabasePlace; limits?: Partial<Limits>; port?: number } = {}
) {
  const own = options.database ? null : await freshDatabase();
  const connections = await connect(options.database ?? own!);
  const notices = createNotices((error) => problems.push(error));
  const problems: unknown[] = [];
  let failure: Error | null = null;
  const real = createWritePath({
    writer: connections.writer,
    publish: notices.publish,
    recorder: async (_unit, event) => ({ ...event, seq: 1, at: 0, prev: '', hash: '' })
  });
  const write: Write = async (work) => {
    if (failure) throw failure;
    return real(work);
  };
  const levels = new Map<Who, DocumentRights['level']>();
  const ended = new Set<Who>();
  const outsiders = new Set<Who>();
  const sectors = new Map<Who, string>();
  const hooks: { rights?: () => Promise<void> } = {};
  const sync = syncService<Who>({
    read: connections.reader,
    write,
    clock: () => Date.now(),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields, message) => void problems.push([message, fields])
    },
    notices,
    kinds: [briefText],
    authenticate: async (request) => whoIs(request),
    credentialOf: whoIs,
    accountOf: (who) => (who === 'stranger' ? null : accountOf(who)),
    addressOf: ({ headers }) => headers['x-groundwork-address'] as string | undefined,
    rights: async (who) => {
      await hooks.rights?.();
      if (ended.has(who)) throw new Problem('not_signed_in');
      const level = levels.get(who) ?? (who === 'stranger' ? 'read' : 'write');
      if (who === 'stranger' || level === 'none' || outsiders.has(who)) return { level, person: null };
      return {
        level,
        person: {
          id: accountOf(who),
          presence: { name: who, sector: sectors.get(who) ?? 'resident' },
          affiliation: { who }
        }
      };
    },
    allowedOrigin: ({ headers }) => headers.origin === undefined || headers.origin === 'http://own.example',
    limits: options.limits
  });
  const server = createServer(sync.handleRequest);
  server.on('upgrade', sync.handleUpgrade);
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;

  return {
    sync,
    notices,
    write,
    connections,
    problems,
    port,
    url: `ws://127.0.0.1:${port}/collab`,
    /** makes storage refuse every write with this error until it is called with null */
    breakStorage: (error: Error | null) => void (failure = error),
    setLevel(who: Who, level: DocumentRights['level']) {
      levels.set(who, level);
      notices.publish({ kind: 'rights', account: accountOf(who) });
    },
    setSector(who: Who, sector: string) {
      sectors.set(who, sector);
      notices.publish({ kind: 'rights', account: accountOf(who) });
    },
    endSession(who: Who) {
      ended.add(who);
      notices.publish({ kind: 'rights', account: accountOf(who) });
    },
    levels,
    /** signed in but in no programme: they read as strangers do, and are shown to nobody */
    outsiders,
    /** `rights` runs while rights are being asked */
    hooks,
    async createBrief(initial: Uint8Array | undefined = section()): Promise<DocumentRef> {
      const id = newId();
      return write((unit) =>
        sync.createDocument(unit, {
          id,
          kind: 'brief.text',
          programme: 'programme-of-tests-00x',
          subject: { kind: 'brief', id },
          initial
        })
      );
    },
    async close() {
      await sync.drain();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connections.close();
      await own?.remove();
    }
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

export function accountOf(who: Who): Id {
  return createHash('sha256').update(who).digest('base64url').slice(0, 22);
}

/** A brief with one section and one empty paragraph, as the template makes it (there `client` is 0). */
export function section(client = 0): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = client;
  const node = new Y.XmlElement('section');
  node.setAttribute('id', 's'.repeat(22));
  node.setAttribute('lang', 'en');
  node.insert(0, [new Y.XmlElement('paragraph')]);
  doc.getXmlFragment('text').insert(0, [node]);
  return Y.encodeStateAsUpdate(doc);
}

/** Adds a paragraph with this text to the first section. */
export function writeParagraph(doc: Y.Doc, text: string): void {
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    const first = doc.getXmlFragment('text').get(0) as Y.XmlElement;
    first.insert(first.length, [paragraph]);
  });
}

export function textOf(doc: Y.Doc): string {
  return doc.getXmlFragment('text').toString();
}

export function nameOf(ref: DocumentRef): string {
  return documentName(ref);
}

/** Waits until it holds; fails with what was waited for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 8000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function whoIs(request: IncomingMessage): Who {
  const token = new URL(request.url!, 'http://x').searchParams.get('token');
  const cookie = /who=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return token ?? cookie ?? 'stranger';
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
