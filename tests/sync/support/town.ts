import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '#server/config.ts';
import { holdDataDir } from '#server/dataDir.ts';
import { seedSample, storyClock, type Seeded } from '#server/sample.ts';
import { createEngine, type Engine } from '#server/wiring.ts';

/** Everything a server has but its pages: engine, sockets, and the hold on its data folder. */
export type Town = { engine: Engine; url: string; close(): Promise<void> };

export const PASSWORD = 'river-and-table';

/** Puts the sample into a new data folder; everybody's password is {@link PASSWORD}. */
export async function foundTown(dataDir: string): Promise<Seeded> {
  const time = storyClock(Date.now());
  const engine = await createEngine(configOf(dataDir), time.clock);
  try {
    return await seedSample(engine, time, PASSWORD);
  } finally {
    await engine.close();
  }
}

/** Opens what lies in a data folder, with sockets on a port of its own. */
export async function openTown(dataDir: string): Promise<Town> {
  const config = configOf(dataDir);
  const release = holdDataDir(config);
  const engine = await createEngine(config);
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

function configOf(dataDir: string) {
  return { ...readConfig({ DATA_DIR: dataDir }), logLevel: 'silent' as const };
}
