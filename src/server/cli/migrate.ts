import { connect } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import type { Command } from './command.ts';

export const migrateCommand: Command = {
  usage: 'migrate [--json]',
  does: 'brings the database to the shape this version needs (npm start does it too)',
  options: {},
  async run(_, config) {
    const connections = await connect(config);
    try {
      const applied = await migrate(connections.writer);
      const text = applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`;
      return { text, json: { applied } };
    } finally {
      await connections.close();
    }
  }
};
