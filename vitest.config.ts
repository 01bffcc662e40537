import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Apart from vite.config.ts: Kit's and our own dev plugins open servers that keep a test run from ending.
export default defineConfig({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  test: {
    include: [
      'src/**/*.test.ts',
      'db/**/*.test.ts',
      'tests/{contracts,sync,i18n,boundaries,matrix,journeys-unit,house}/**/*.test.ts'
    ],
    environment: 'node',
    // A native database in worker threads would take its neighbours down with it.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: !process.env.CI,
    passWithNoTests: false
  }
});
