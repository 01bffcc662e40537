import { derived, type Rebuilt } from '../rebuild.ts';
import { RefusedError } from '../stop.ts';
import { withEngine, type Command } from './command.ts';

export const rebuildCommand: Command = {
  usage: 'rebuild [--json]',
  does: 'computes again what is kept to be quick, such as snapshots of documents; also while the server runs',
  options: {},
  async run(_, config) {
    const json: Record<string, Rebuilt> = {};
    await withEngine(config, async (engine) => {
      for (const [name, rebuild] of Object.entries(derived)) json[name] = await rebuild(engine);
    });
    const broken = Object.entries(json).flatMap(([name, found]) => found.broken.map((id) => `${name}/${id}`));
    if (broken.length > 0)
      throw new RefusedError(
        `What is stored for ${broken.join(', ')} is damaged and was left as it is; restore a backup.`
      );
    const lines = Object.entries(json).map(
      ([name, { looked, renewed }]) => `${name}: looked at ${looked}, made ${renewed} anew`
    );
    return { text: lines.join('\n'), json };
  }
};
