import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import rules from '../../.dependency-cruiser.js';
import { forbiddenFor, places } from './rooms.ts';

export type Violation = { rule: string; from: string; to: string; comment: string };

/** Checks a tree laid out like ours against every direction. `root` holds src/ and, where present, db/ and tests/. */
export async function cruiseHouse(
  root: string
): Promise<{ violations: Violation[]; modules: number; dependencies: number }> {
  const folders = ['src', 'db', 'tests'].filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, {
    ...rules.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules.forbidden }
  });
  const { summary } = output as ICruiseResult;
  return {
    violations: summary.violations.map(({ rule, from, to, comment }) => ({
      rule: rule.name,
      from,
      to,
      comment: comment ?? rules.forbidden?.find(({ name }) => name === rule.name)?.comment ?? ''
    })),
    modules: summary.totalCruised,
    dependencies: summary.totalDependenciesCruised ?? 0
  };
}

/** The table of directions as people read it. */
export function table(): string {
  const names = Object.keys(places);
  const width = Math.max(...names.map((name) => name.length));
  const head = `${' '.repeat(width)}  ${names.join('  ')}`;
  const rows = names.map((name) => {
    const closed = new Set(forbiddenFor(name));
    const cells = names.map((other) => {
      const mark = other === name ? '·' : closed.has(other) ? ' ' : '→';
      return mark.padEnd(other.length);
    });
    return `${name.padEnd(width)}  ${cells.join('  ')}`;
  });
  return [head, ...rows].join('\n');
}
