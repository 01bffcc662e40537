import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Engine } from '../../../src/server/engine.ts';

// Loaded into a server under test (`node --import`) where no small disk can be mounted: while a file `full` lies in the data
// folder, SQLite may not take one page more, and answers as on a full disk.
const folder = process.env.DATA_DIR;
type Slot = { pending: Promise<Engine> } | undefined;
const MOST_PAGES = 4294967294;

if (folder && process.argv[1]?.endsWith('start.ts')) {
  const sign = join(folder, 'full');
  let wasFull = false;
  watch(folder, { persistent: false }, (_event, name) => {
    if (name !== 'full' || existsSync(sign) === wasFull) return;
    wasFull = !wasFull;
    void limit(wasFull);
  });
}

async function limit(isFull: boolean): Promise<void> {
  const engine = await (globalThis as unknown as Record<symbol, Slot>)[Symbol.for('groundwork.engine')]
    ?.pending;
  if (!engine) return;
  // Fewer pages than there are means: no more than there are.
  await sql`pragma max_page_count = ${sql.raw(String(isFull ? 1 : MOST_PAGES))}`.execute(
    engine.connections.writer
  );
  process.stderr.write(isFull ? 'the database is full\n' : 'the database has room\n');
}
