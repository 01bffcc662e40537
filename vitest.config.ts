import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { testFiles } from './tests/support/testFiles.ts';

const editorPage = './tests/support/editorPage/setup.ts';
const files = testFiles(
  [
    'src/**/*.test.ts',
    'db/**/*.test.ts',
    'tests/{contracts,office,sync,i18n,boundaries,matrix,journeys-unit,house}/**/*.test.ts'
  ],
  import.meta.dirname
);

/**
 * The tests of one database. They share processes, and with them the modules they import, which takes two fifths of the work
 * away; those that mock a module have processes of their own. A test about one database alone says so in its name:
 * `*.sqlite.test.ts`, `*.postgres.test.ts`.
 */
function database(name: 'sqlite' | 'postgres'): TestProjectInlineConfiguration[] {
  const other = name === 'sqlite' ? '.postgres.test.ts' : '.sqlite.test.ts';
  const own = files.all.filter(
    (file) => !file.endsWith(other) && (name === 'sqlite' || files.database.has(file))
  );
  const test = {
    env: { GROUNDWORK_TEST_DATABASE: name },
    ...(name === 'postgres' && { globalSetup: [editorPage, './tests/support/postgres/setup.ts'] })
  };
  return [false, true].map((isolate) => ({
    extends: true,
    test: {
      ...test,
      name: isolate ? `${name}-mocking` : name,
      isolate,
      include: own.filter((file) => files.mocking.has(file) === isolate)
    }
  }));
}

// Apart from vite.config.ts: Kit's and our own dev plugins open servers that keep a test run from ending.
export default defineConfig({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  // The API's tests run the real hooks without Kit.
  resolve: {
    alias: {
      '$app/environment': join(import.meta.dirname, 'tests/support/kit/environment.ts'),
      '@sveltejs/kit/hooks': join(import.meta.dirname, 'tests/support/kit/hooks.ts')
    }
  },
  test: {
    environment: 'node',
    // A native database in worker threads would take its neighbours down with it.
    pool: 'forks',
    // A third of the time is spent waiting for sockets and processes: more than the two cores of the smallest machine.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: !process.env.CI,
    passWithNoTests: false,
    globalSetup: editorPage,
    projects: [...database('sqlite'), ...database('postgres')]
  }
});
