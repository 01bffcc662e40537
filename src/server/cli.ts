import { Problem } from '#lib/kernel/index.ts';
import { backupCommand } from './cli/backup.ts';
import { exportCommand } from './cli/export.ts';
import { facilitatorAddCommand } from './cli/facilitator.ts';
import { importCommand } from './cli/import.ts';
import { migrateCommand } from './cli/migrate.ts';
import { rebuildCommand } from './cli/rebuild.ts';
import { restoreCommand } from './cli/restore.ts';
import { seedCommand } from './cli/seed.ts';
import { tokenCreateCommand } from './cli/token.ts';
import { userCreateCommand, userResetCommand } from './cli/user.ts';
import { verifyLogCommand } from './cli/verifyLog.ts';
import { readOptions, type Command, type Outcome } from './cli/command.ts';
import { inWords } from './cli/refusals.ts';
import { readConfig, type Config } from './config.ts';
import { RefusedError, stopWith } from './stop.ts';

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

const args = process.argv.slice(2);
let config: Config | null = null;
try {
  if (args[0] === 'help' || args[0] === '--help') process.stdout.write(`${help()}\n`);
  else {
    const told = readConfig(process.env);
    config = process.env.LOG_LEVEL ? told : { ...told, logLevel: 'error' };
    const { text, json } = await run(args, config);
    process.stdout.write(`${args.includes('--json') ? JSON.stringify(json) : text}\n`);
  }
} catch (error) {
  stopWith(error instanceof Problem ? inWords(error) : error, config);
}
