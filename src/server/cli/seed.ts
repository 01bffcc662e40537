import { seedSample, storyClock } from '../sample.ts';
import { withNewEngine, type Command } from './command.ts';

export const seedCommand: Command = {
  usage: 'seed [--json]',
  does: 'puts the sample programme into the current database, with a token for each of its people',
  options: {},
  async run(_, config) {
    const time = storyClock(Date.now());
    const json = await withNewEngine(config, (engine) => seedSample(engine, time), time.clock);
    const people = json.users.map(
      ({ name, role, sector, token }) => `  ${name} (${role}${sector ? `, ${sector}` : ''}): ${token}`
    );
    const text = [
      `The sample programme is at /p/${json.programmeId}, its brief at /p/${json.programmeId}/briefs/${json.briefId}.`,
      'Its people and their API tokens, shown this once:',
      ...people
    ].join('\n');
    return { text, json };
  }
};
