import { defineConfig, devices } from '@playwright/test';
import { systemBrowser } from './tests/e2e/support/browser.ts';

const executablePath = systemBrowser();
// Chromium refuses its sandbox to root, which is what containers run as.
const isRoot = process.getuid?.() === 0;

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } };

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/support/prepare.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'Asia/Taipei',
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: isRoot ? ['--no-sandbox'] : [] }
  },
  // A story for one kind of screen carries it in its name: nothing is ever skipped. What a story needs of the database it
  // is told on SQLite and on PostgreSQL: most by the two screens, those of one screen by the third project.
  projects: [
    {
      name: 'desktop',
      testIgnore: ['**/*.phone.spec.ts', '**/postgres-*.spec.ts'],
      metadata: { database: 'sqlite' },
      use: desktop
    },
    {
      name: 'phone',
      testIgnore: '**/*.desktop.spec.ts',
      metadata: { database: 'postgres' },
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true
      }
    },
    {
      name: 'desktop-postgres',
      testMatch: ['**/{rights,sent-twice,sign-out}.desktop.spec.ts', '**/postgres-*.spec.ts'],
      metadata: { database: 'postgres' },
      use: desktop
    }
  ]
});
