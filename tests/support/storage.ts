import type { Connections } from '#db/connect.server.ts';
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
import { freshDatabase, type TestDatabase } from './database.ts';

/** A real database of its own, with the write path and journal of a running server. */
export type Storage = {
  database: TestDatabase;
  /** on SQLite: its file */
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
  const database = await freshDatabase();
  const connections = await database.connect();
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
    database,
    file: database.databaseFile,
    read,
    write,
    journal,
    connections,
    notices,
    bus,
    async close() {
      await connections.close();
      await database.remove();
    }
  };
}
