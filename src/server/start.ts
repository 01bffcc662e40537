import { ensureBuild } from './build.ts';
import { readConfig, type Config } from './config.ts';
import { preflight } from './preflight.ts';
import { serve, stopOnSignal } from './serve.ts';
import { stopWith } from './stop.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

let config: Config | null = null;
try {
  config = readConfig(process.env);
  await preflight(config);
  await ensureBuild({ say });
  const running = await serve(config);
  stopOnSignal(running);
  const secret = await running.engine.access.createSetupLink();
  say(`Groundwork 打底 listens on ${running.url}`);
  // Invitations carry the address they were made under: from localhost, nobody else could open them.
  if (running.nearby.length > 0) say(`Others on this network reach it at ${running.nearby.join(' or ')}`);
  if (secret)
    say(
      `Nobody has an account yet. Open this link within a day to set it up: ${running.url}/setup/${secret}`
    );
} catch (error) {
  stopWith(error, config);
}
