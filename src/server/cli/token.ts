import { system } from '#lib/access/index.ts';
import { RefusedError } from '../stop.ts';
import { required, withEngine, type Command } from './command.ts';

export const tokenCreateCommand: Command = {
  usage: 'token create --user EMAIL [--name NAME] [--json]',
  does: 'makes an API token for an account and shows it once',
  options: { user: { type: 'string' }, name: { type: 'string' } },
  async run(values, config) {
    const email = required(values, 'user', tokenCreateCommand);
    const name = typeof values.name === 'string' ? values.name : 'command line';
    return withEngine(config, async ({ access }) => {
      const owner = await access.findByEmail(email);
      if (!owner) throw new RefusedError(`Nobody here has the e-mail address ${email}.`);
      const { id, secret } = await access.createToken(system, { name, account: owner.id });
      return { text: secret, json: { id, name, user: owner.email, token: secret } };
    });
  }
};
