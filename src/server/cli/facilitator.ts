import { system } from '#lib/access/index.ts';
import type { Engine } from '../wiring.ts';
import { RefusedError } from '../stop.ts';
import { required, withEngine, type Command } from './command.ts';

export const facilitatorAddCommand: Command = {
  usage: 'facilitator add --programme ID --user EMAIL --sector SECTOR [--json]',
  does: 'makes somebody with an account a facilitator of a programme, such as an imported one',
  options: { programme: { type: 'string' }, user: { type: 'string' }, sector: { type: 'string' } },
  async run(values, config) {
    const programme = required(values, 'programme', facilitatorAddCommand);
    const email = required(values, 'user', facilitatorAddCommand);
    const sector = required(values, 'sector', facilitatorAddCommand);
    const user = await withEngine(config, (engine) => addFacilitator(engine, { programme, email, sector }));
    return {
      text: `${user} facilitates the programme now: /p/${programme}`,
      json: { programme, user, sector }
    };
  }
};

/** @throws RefusedError for an unknown address, Problem as `admitFacilitator` */
export async function addFacilitator(
  { access, programmes }: Engine,
  { programme, email, sector }: { programme: string; email: string; sector: string }
): Promise<string> {
  const person = await access.findByEmail(email);
  if (!person) throw new RefusedError(`Nobody here has the e-mail address ${email}.`);
  await programmes.admitFacilitator(system, { programme, account: person.id, sector });
  return person.email ?? person.name;
}
