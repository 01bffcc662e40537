import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#lib/kernel/index.ts';
import { readConfig } from '#server/config.ts';
import { holdDataDir } from '#server/dataDir.ts';
import { seedSample, storyClock, type Seeded } from '#server/sample.ts';
import { createEngine, type Engine } from '#server/wiring.ts';

/** Everything a server has but its pages: engine, sockets, and the hold on its data folder. */
export type Town = { engine: Engine; url: string; close(): Promise<void> };

export const PASSWORD = 'river-and-table';

/** Where a town lies: what its server finds in the environment. */
export type TownPlace = { DATA_DIR: string; DATABASE_URL?: string };

/** Puts the sample into an empty database; everybody's password is {@link PASSWORD}. */
export async function foundTown(place: TownPlace): Promise<Seeded> {
  const time = storyClock(Date.now());
  const engine = await createEngine(configOf(place), time.clock);
  try {
    return await seedSample(engine, time, PASSWORD);
  } finally {
    await engine.close();
  }
}

/** Opens what lies there as its only server, with sockets on a port of its own. */
export async function openTown(place: TownPlace): Promise<Town> {
  const config = configOf(place);
  const release = holdDataDir(config);
  const engine = await createEngine(config, systemClock, { alone: true });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => engine.sync.handleUpgrade(request, socket, head));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    engine,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`,
    async close() {
      await engine.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      release();
    }
  };
}

function configOf(place: TownPlace) {
  return { ...readConfig(place), logLevel: 'silent' as const };
}
