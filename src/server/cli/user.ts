import { createInterface } from 'node:readline/promises';
import { system } from '#lib/access/index.ts';
import { newId } from '#lib/kernel/index.ts';
import type { Config } from '../config.ts';
import { RefusedError } from '../stop.ts';
import { required, withEngine, withNewEngine, type Command } from './command.ts';

export const userCreateCommand: Command = {
  usage: 'user create --email EMAIL --name NAME [--admin] [--password-stdin] [--json]',
  does: 'opens an account; without --password-stdin it makes a password and shows it once',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    admin: { type: 'boolean' },
    'password-stdin': { type: 'boolean' }
  },
  async run(values, config) {
    const email = required(values, 'email', userCreateCommand);
    const name = required(values, 'name', userCreateCommand);
    const isGiven = values['password-stdin'] === true;
    const password = isGiven ? await firstLine() : newId();
    const account = await withNewEngine(config, ({ access }) =>
      access.createAccount(system, { email, name, password, isAdmin: values.admin === true })
    );
    const shown = isGiven ? {} : { password };
    const text = `${account.name} <${account.email}> can sign in now.${isGiven ? '' : `\nPassword, shown this once: ${password}`}`;
    return {
      text,
      json: { id: account.id, email: account.email, name: account.name, admin: account.isAdmin, ...shown }
    };
  }
};

export const userResetCommand: Command = {
  usage: 'user reset --email EMAIL [--json]',
  does: 'makes a link, shown this once, with which the owner of an account chooses a new password within a day',
  options: { email: { type: 'string' } },
  async run(values, config) {
    const email = required(values, 'email', userResetCommand);
    return withEngine(config, async ({ access }) => {
      const account = await access.findByEmail(email);
      if (!account) throw new RefusedError(`Nobody here has the e-mail address ${email}.`);
      const { secret, expiresAt } = await access.makeResetLink(system, account.id);
      const { origin, note } = addressOfServer(config);
      const url = `${origin}/reset-password/${secret}`;
      return {
        text: url,
        json: { email: account.email, url, expiresAt: new Date(expiresAt).toISOString() },
        ...(note && { note })
      };
    });
  }
};

// Another process serves: where it is reached, only ORIGIN says for sure.
function addressOfServer({ origin, port }: Config): { origin: string; note?: string } {
  if (origin) return { origin };
  const guessed = `http://localhost:${port}`;
  const note = `The link begins with ${guessed}; if the server has another address, put that in its place, or give its ORIGIN or PORT.`;
  return { origin: guessed, note };
}

// Never as an argument: arguments are visible to every user of the machine.
async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new RefusedError('No password came in on stdin.');
}
