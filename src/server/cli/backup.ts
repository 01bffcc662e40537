import { withSnapshot } from '#db/snapshot.server.ts';
import { writeBackup } from '#lib/export/index.server.ts';
import { version } from '../version.ts';
import { withDatabase, type Command } from './command.ts';

export const backupCommand: Command = {
  usage: 'backup FILE [--force] [--json]',
  does: 'writes everything into one file, also while the server runs; --force replaces an older file of that name',
  options: { force: { type: 'boolean' } },
  operand: { file: 'needed' },
  async run(values, config) {
    const file = String(values.file);
    return withDatabase(config, async ({ readerDb }) => {
      const how = { version, at: Date.now(), replace: values.force === true };
      const { rows, sha256 } = await withSnapshot(readerDb, (snapshot) => writeBackup(snapshot, file, how));
      const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
      const text = `Wrote ${count} rows to ${file}; SHA-256 of its content: ${sha256}.\nIt holds e-mail addresses and password hashes: keep it as safe as the database.`;
      return { text, json: { file, at: how.at, rows, sha256 } };
    });
  }
};
