import { globSync, readFileSync } from 'node:fs';

// What opens a database, or starts a process that does.
const opens =
  /from '[^']*(\/(support\/)?(database|storage|world|child|api)|\/wiring|\/connect\.server|\/cluster)\.ts'/;

/**
 * The test files that touch a database, found by what they import: those run on SQLite and again on PostgreSQL. A test
 * about one of the two alone says so in its name: `*.sqlite.test.ts`, `*.postgres.test.ts`.
 */
export function databaseTests(patterns: readonly string[], root: string): string[] {
  return globSync(patterns, { cwd: root })
    .filter((file) => opens.test(readFileSync(`${root}/${file}`, 'utf8')))
    .map((file) => file.replaceAll('\\', '/'));
}
