import { migrations } from '#db/migrate.ts';
import { importProgramme } from '#lib/export/index.server.ts';
import { systemClock } from '#lib/kernel/index.ts';
import { documentKinds } from '../documentKinds.ts';
import { RefusedError } from '../stop.ts';
import { addFacilitator } from './facilitator.ts';
import { required, withEngine, type Command } from './command.ts';

export const importCommand: Command = {
  usage: 'import FILE [--facilitator EMAIL --sector SECTOR] [--json]',
  does: 'brings an exported programme in, private and with the ids it had; --facilitator: who runs it here',
  options: { facilitator: { type: 'string' }, sector: { type: 'string' } },
  operand: { file: 'needed' },
  async run(values, config) {
    const email = typeof values.facilitator === 'string' ? values.facilitator : null;
    const sector = email === null ? null : required(values, 'sector', importCommand);
    return withEngine(config, async (engine) => {
      // Asked before anything is imported: a typing error should not leave a programme without anybody.
      if (email !== null && !(await engine.access.findByEmail(email)))
        throw new RefusedError(`Nobody here has the e-mail address ${email}.`);
      const deps = {
        ...{ write: engine.write, clock: systemClock, kinds: documentKinds },
        migrations: Object.keys(migrations)
      };
      const { programme, people, rows } = await importProgramme(deps, String(values.file));
      await engine.search.catchUp();
      if (email !== null) await addFacilitator(engine, { programme: programme.id, email, sector: sector! });
      const next =
        email === null
          ? `Nobody runs it here yet: facilitator add --programme ${programme.id} --user EMAIL --sector SECTOR.`
          : `${email} facilitates it.`;
      const text = `“${programme.title}” is here, private, at /p/${programme.id}. ${next}`;
      return { text, json: { programme, people, rows, facilitator: email } };
    });
  }
};
