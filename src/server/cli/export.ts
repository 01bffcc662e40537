import { withSnapshot } from '#db/snapshot.server.ts';
import { exportProgramme } from '#lib/export/index.server.ts';
import { version } from '../version.ts';
import { withDatabase, required, type Command } from './command.ts';

export const exportCommand: Command = {
  usage: 'export --programme ID FILE [--force] [--json]',
  does: 'writes one programme with its texts, history and record into a file, without addresses or passwords; also while the server runs',
  options: { programme: { type: 'string' }, force: { type: 'boolean' } },
  operand: { file: 'needed' },
  async run(values, config) {
    const programme = required(values, 'programme', exportCommand);
    const file = String(values.file);
    return withDatabase(config, async ({ readerDb }) => {
      const how = { version, at: Date.now(), replace: values.force === true };
      const { rows, content, sha256 } = await withSnapshot(readerDb, (snapshot) =>
        exportProgramme(snapshot, programme, file, how)
      );
      const text = `Wrote ${rows.brief ?? 0} briefs and ${rows.journal_event ?? 0} entries of the record to ${file}; SHA-256 of its content: ${content}.`;
      return { text, json: { file, at: how.at, programme, rows, content, sha256 } };
    });
  }
};
