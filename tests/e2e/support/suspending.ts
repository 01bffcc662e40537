import { readFile, rm, watch } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../src/server/engine.ts';

// Loaded into a server under test (`node --import`): no page and no command of the host suspends an account yet, and another
// process could not tell this one's sockets. Writing an account's id to `suspend` in the data folder asks for it.
const folder = process.env.DATA_DIR;
const engineSlot = Symbol.for('groundwork.engine');
type Slot = { pending: Promise<Engine> } | undefined;

if (folder && process.argv[1]?.endsWith('start.ts')) void listen(folder);

async function listen(dataDir: string): Promise<void> {
  const note = join(dataDir, 'suspend');
  for await (const { filename } of watch(dataDir, { persistent: false })) {
    if (filename !== 'suspend') continue;
    const account = (await readFile(note, 'utf8').catch(() => '')).trim();
    if (!account) continue;
    const engine = await (globalThis as unknown as Record<symbol, Slot>)[engineSlot]?.pending;
    await engine?.access.suspendAccount({ kind: 'system' }, account);
    // Gone means done.
    await rm(note);
  }
}
