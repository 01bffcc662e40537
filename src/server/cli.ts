import { perform } from './cli/perform.ts';
import { stopWith } from './stop.ts';

const done = await perform(process.argv.slice(2), process.env);
if ('error' in done) stopWith(done.error, done.config);
process.stdout.write(`${done.text}\n`);
if (done.note) process.stderr.write(`${done.note}\n`);
