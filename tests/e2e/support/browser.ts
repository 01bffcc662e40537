import { existsSync } from 'node:fs';

const known = [
  process.env.CHROMIUM_PATH,
  // Without a window system to talk to it is twice as fast.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/** The browser this machine already has, or undefined: then Playwright looks for its own. */
export function systemBrowser(): string | undefined {
  return known.find((path) => path && existsSync(path));
}
