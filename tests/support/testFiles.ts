import { globSync, readFileSync } from 'node:fs';

// What opens a database, or starts a process that does.
const opens =
  /from '[^']*(\/(support\/)?(database|storage|world|child|api)|\/wiring|\/connect\.server|\/cluster)\.ts'/;
const mocks = /\bvi\.(do)?[mM]ock\(/;

export type TestFiles = {
  all: string[];
  /** that touch a database, found by what they import: those run on SQLite and again on PostgreSQL */
  database: Set<string>;
  /** that put something else in a module's place, for whoever imports it afterwards */
  mocking: Set<string>;
};

/** The test files, told apart by what is in them. */
export function testFiles(patterns: readonly string[], root: string): TestFiles {
  const all = globSync(patterns, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const texts = new Map(all.map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')]));
  const bearing = (sign: RegExp) => new Set(all.filter((file) => sign.test(texts.get(file)!)));
  return { all, database: bearing(opens), mocking: bearing(mocks) };
}
