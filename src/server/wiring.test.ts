import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous, system, type Actor } from '#lib/access/index.ts';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { harbourNight } from '../../tests/support/world.ts';
import { openRaw } from '../../tests/sync/support/socket.ts';
import { until } from '../../tests/sync/support/world.ts';
import { loadConfig } from './config.ts';
import { createEngine, type Engine } from './wiring.ts';

let database: TestDatabase;
let engine: Engine;
let server: Server;
let url: string;

beforeEach(async () => {
  database = await freshDatabase();
  engine = await createEngine(loadConfig({ ...database.env, LOG_LEVEL: 'silent' }));
  server = createServer();
  server.on('upgrade', (request, socket, head) => engine.sync.handleUpgrade(request, socket, head));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`;
});
afterEach(async () => {
  await engine.close();
  await new Promise((closed) => server.close(closed));
  await database.remove();
});

async function someone(name: string, isAdmin = false) {
  const email = `${name}@example.org`;
  const person = await engine.access.createAccount(system, {
    name,
    email,
    password: 'a long password',
    isAdmin
  });
  const token = await engine.access.createToken(system, { name: 'test', account: person.id });
  const actor: Actor = { kind: 'person', person, via: { kind: 'token', id: token.id } };
  return {
    actor,
    id: person.id,
    token: token.secret,
    revoke: () => engine.access.revokeToken(actor, token.id)
  };
}

async function briefOf(visibility: 'public' | 'private') {
  const facilitator = await someone('facilitator');
  const { id: programme } = await engine.programmes.createProgramme(facilitator.actor, {
    ...harbourNight,
    visibility
  });
  const { id } = await engine.briefs.createBrief(facilitator.actor, {
    programme,
    title: '渡船',
    lang: 'zh-Hant'
  });
  const brief = await engine.briefs.getBrief(facilitator.actor, id);
  return { facilitator, programme, brief, name: brief.documents.text };
}

test('an admin without a seat hears nothing more once suspended', async () => {
  const { name } = await briefOf('private');
  const [admin, boss] = [await someone('admin', true), await someone('boss', true)];
  const socket = await openRaw({ url }, name, { who: admin.token });
  await socket.text();
  await engine.access.suspendAccount(boss.actor, admin.id);
  await until('signed out', () => socket.closed?.code === 4401, 1000);
});

test('a revoked token closes its socket also where strangers may read', async () => {
  const { name } = await briefOf('public');
  const visitor = await someone('visitor');
  const socket = await openRaw({ url }, name, { who: visitor.token });
  await socket.text();
  await visitor.revoke();
  await until('signed out', () => socket.closed?.code === 4401, 1000);
});

test('whoever joins while reading is asked to come again, and may write then', async () => {
  const { name, programme, facilitator } = await briefOf('public');
  const visitor = await someone('visitor');
  const socket = await openRaw({ url }, name, { who: visitor.token, ack: true });
  await until('told that they read', () => socket.denied.length === 1);
  const sector = 'business';
  const { secret } = await engine.programmes.createInvitation(facilitator.actor, {
    programme,
    sector,
    role: 'contributor'
  });
  await engine.programmes.joinAsAccount(visitor.actor, secret, { sector, organisation: '', consent: true });
  await until('asked to come again', () => socket.closed?.code === 4503, 1000);
  const again = await openRaw({ url }, name, { who: visitor.token, ack: true });
  await again.text();
  expect(again.denied).toEqual([]);
  again.end();
});

test('draining ends the streams of readers', async () => {
  const { brief } = await briefOf('public');
  const wanted = [{ topic: `text:${brief.id}`, cursor: '' }];
  const stream = (await engine.live.share(anonymous, '127.0.0.1', wanted)).getReader();
  expect((await stream.read()).done).toBe(false);
  await engine.drain();
  await until('ended', async () => (await stream.read()).done);
});
