import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSqlite, type Connections } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { createWritePath } from '#db/writePath.server.ts';
import { journalService, type JournalService } from '#lib/journal/index.server.ts';
import {
  createNotices,
  systemClock,
  type Clock,
  type Notice,
  type Notices,
  type Rows,
  type Write
} from '#lib/kernel/index.ts';

/** A real database in a folder of its own, with the write path and journal of a running server. */
export type Storage = {
  file: string;
  read: Rows;
  write: Write;
  journal: JournalService;
  connections: Connections;
  /** everything published since the start */
  notices: Notice[];
  /** where they are heard as they come */
  bus: Notices;
  close(): Promise<void>;
};

/** Opens a fresh database; `close` removes it. */
export async function openStorage(clock: Clock = systemClock): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-test-'));
  const file = join(folder, 'groundwork.db');
  const connections = connectSqlite(file);
  await migrate(connections.writer);
  const notices: Notice[] = [];
  const bus = createNotices((error) => {
    throw error;
  });
  bus.subscribe((notice) => void notices.push(notice));
  const read = connections.reader;
  const journal = journalService({ read, clock });
  const write = createWritePath({
    writer: connections.writer,
    recorder: journal.recorder,
    publish: bus.publish
  });
  return {
    file,
    read,
    write,
    journal,
    connections,
    notices,
    bus,
    async close() {
      await connections.close();
      await rm(folder, { recursive: true, force: true });
    }
  };
}
