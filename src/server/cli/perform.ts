import { Problem } from '#lib/kernel/index.ts';
import { backupCommand } from './backup.ts';
import { exportCommand } from './export.ts';
import { facilitatorAddCommand } from './facilitator.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { rebuildCommand } from './rebuild.ts';
import { restoreCommand } from './restore.ts';
import { seedCommand } from './seed.ts';
import { tokenCreateCommand } from './token.ts';
import { userCreateCommand, userResetCommand } from './user.ts';
import { verifyLogCommand } from './verifyLog.ts';
import { readOptions, type Command, type Outcome } from './command.ts';
import { inWords } from './refusals.ts';
import { readConfig, type Config } from '../config.ts';
import { RefusedError } from '../stop.ts';

const commands: Readonly<Record<string, Command>> = {
  migrate: migrateCommand,
  seed: seedCommand,
  'token create': tokenCreateCommand,
  'user create': userCreateCommand,
  'user reset': userResetCommand,
  backup: backupCommand,
  restore: restoreCommand,
  rebuild: rebuildCommand,
  'verify-log': verifyLogCommand,
  export: exportCommand,
  import: importCommand,
  'facilitator add': facilitatorAddCommand
};

function help(): string {
  const lines = Object.values(commands).map(({ usage, does }) => `  ${usage}\n      ${does}`);
  return ['npm run -s cli -- <command> [--json]', '', ...lines, '  help\n      shows this'].join('\n');
}

async function run(args: string[], config: Config): Promise<Outcome> {
  const words = args.findIndex((arg) => arg.startsWith('-'));
  const said = args.slice(0, words < 0 ? args.length : words);
  // What follows a command's own words is what it works on, such as a file.
  const name = [said.slice(0, 2), said.slice(0, 1)].map((some) => some.join(' ')).find(isCommand);
  if (name === undefined) {
    const asked = said.join(' ');
    throw new RefusedError(asked ? `There is no command "${asked}"; try help.` : 'Which command? Try help.');
  }
  const command = commands[name]!;
  return command.run(readOptions(command, args.slice(name.split(' ').length)), config);
}

function isCommand(name: string): boolean {
  return Object.hasOwn(commands, name);
}

/** What a command line came to: what goes to stdout and, as a note, to stderr; or why it was refused. */
export type Performed = { text: string; note?: string } | { error: unknown; config: Config | null };

/** Runs one command line; never throws. */
export async function perform(args: string[], env: NodeJS.ProcessEnv): Promise<Performed> {
  let config: Config | null = null;
  try {
    if (args[0] === 'help' || args[0] === '--help') return { text: help() };
    const told = readConfig(env);
    config = env.LOG_LEVEL ? told : { ...told, logLevel: 'error' };
    const { text, json, note } = await run(args, config);
    return { text: args.includes('--json') ? JSON.stringify(json) : text, ...(note && { note }) };
  } catch (error) {
    return { error: error instanceof Problem ? inWords(error) : error, config };
  }
}
