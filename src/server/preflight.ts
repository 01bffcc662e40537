import { createServer } from 'node:net';
import { connect } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import type { Config } from './config.ts';
import { holdDataDir } from './dataDir.ts';

/**
 * Finds out what would stop the server before anything slow is begun: folder, database, port.
 * Brings the database up to date on the way.
 * @throws whatever `sentenceFor` knows how to say
 */
export async function preflight(config: Config): Promise<void> {
  await probePort(config);
  const release = holdDataDir(config);
  try {
    const connections = await connect(config, { alone: true });
    try {
      await migrate(connections.writer);
    } finally {
      await connections.close();
    }
  } finally {
    release();
  }
}

function probePort({ port, host }: Config): Promise<void> {
  const probe = createServer();
  return new Promise((free, fail) => {
    probe.once('error', fail);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => free()));
  });
}
