import { sql } from 'kysely';
import * as Y from 'yjs';
import { createWorld, section, writeParagraph, accountOf } from './world.ts';

/** Run under strace: `node commits.ts FULL|NORMAL` stores 50 edits, each in a commit of its own. */
const world = await createWorld();
if (process.argv[2] === 'NORMAL') await sql`pragma synchronous = normal`.execute(world.connections.writer);
const ref = await world.createBrief();
const doc = new Y.Doc();
Y.applyUpdate(doc, section());
let made: Uint8Array | null = null;
doc.on('update', (update) => (made = update));
process.stderr.write('begin\n');
for (let i = 0; i < 50; i++) {
  writeParagraph(doc, `edit ${i}`);
  await world.sync.append(ref.id, { author: accountOf('ada'), affiliation: null, update: made! });
}
process.stderr.write('end\n');
await world.close();
