import { flushCompileCache } from 'node:module';
import type { DatabasePlace } from '#db/connect.server.ts';
import { createWorld, type World } from './world.ts';

/** Run as its own process so that it can be killed: `node childServer.ts PLACE` (JSON). Says its port when it listens. */
const database = JSON.parse(process.argv[2]!) as DatabasePlace;
const world: World = await createWorld({
  database,
  limits: {
    framesPerSecond: 1e6,
    frameBurst: 1e6,
    bytesPerMinute: 1e12,
    joinsPerMinute: 1e9,
    joinBurst: 1e9,
    socketsPerAddress: 1e6,
    socketsPerPerson: 1e6,
    // Nobody is barred: what attackers send has to reach the checks.
    strikes: 1e9,
    idsPerHour: 1e9
  }
});
// Killed, it could not leave what it has compiled to the next.
flushCompileCache();
process.stdout.write(`listening ${world.port}\n`);
process.on('SIGTERM', () => void world.close().then(() => process.exit(0)));
