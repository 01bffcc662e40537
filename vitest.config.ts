import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { databaseTests } from './tests/support/databaseTests.ts';

const files = [
  'src/**/*.test.ts',
  'db/**/*.test.ts',
  'tests/{contracts,sync,i18n,boundaries,matrix,journeys-unit,house}/**/*.test.ts'
];

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
    globalSetup: './tests/support/editorPage/setup.ts',
    projects: [
      { extends: true, test: { name: 'sqlite', include: files, exclude: ['**/*.postgres.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: databaseTests(files, import.meta.dirname),
          exclude: ['**/*.sqlite.test.ts'],
          env: { GROUNDWORK_TEST_DATABASE: 'postgres' },
          globalSetup: ['./tests/support/editorPage/setup.ts', './tests/support/postgres/setup.ts']
        }
      }
    ]
  }
});
