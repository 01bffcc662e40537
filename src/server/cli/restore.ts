import { systemClock } from '#lib/kernel/index.ts';
import { isSound } from '#lib/export/index.ts';
import { restore } from '../restore.ts';
import type { Command } from './command.ts';

export const restoreCommand: Command = {
  usage: 'restore FILE [--replace] [--even-damaged] [--json]',
  does: 'puts a backup in the place of an empty database while the server is stopped; --replace sets an existing file aside (SQLite)',
  options: { replace: { type: 'boolean' }, 'even-damaged': { type: 'boolean' } },
  operand: { file: 'needed' },
  async run(values, config) {
    const wishes = { replace: values.replace === true, evenDamaged: values['even-damaged'] === true };
    const { backup, documents, log, inspection, asideFile } = await restore(
      config,
      String(values.file),
      wishes,
      systemClock
    );
    const { header, trailer } = backup;
    const made = new Date(header.at).toISOString();
    const isWhole = isSound(log) && inspection.unreadable.length + inspection.unsound.length === 0;
    const text = [
      `The backup of ${made} is in place: ${documents} documents, ${log.verdicts.length} chains, ${isWhole ? 'all checked and whole' : 'with the damage it had'}.`,
      ...(asideFile ? [`The database that was there is now ${asideFile}.`] : []),
      `Everyone signs in as before. What was ended after ${made} works again: sessions, tokens, invitations; end it once more.`,
      'Browsers that hold newer text are offered it as a copy.'
    ].join('\n');
    const json = {
      backupOf: header.at,
      rows: trailer.rows,
      documents,
      chains: log.verdicts.length,
      isWhole,
      asideFile
    };
    return { text, json };
  }
};
