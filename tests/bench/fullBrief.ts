/**
 * How a brief of 30,000 characters with 300 passages feels to one of ten who write in it: how soon its text is there, and how long the page's own code holds
 * up a frame while everybody types, beside the same brief without passages: `node tests/bench/fullBrief.ts`, after a build; ends with 1 above the limits.
 */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { TEXT_ROOT } from '#lib/briefs/document.ts';
import { systemBrowser } from '../e2e/support/browser.ts';
import {
  asPart,
  beSomebody,
  done,
  headerOf,
  joinAsGuest,
  makePlace,
  type Joined,
  type Place
} from '../e2e/support/joining.ts';
import { startServer, type RunningServer, type World } from '../e2e/support/server.ts';
import { caretInSection, editorOf } from '../e2e/support/writing.ts';
import { textsIn } from '../sync/support/letters.ts';

const CHARACTERS = 30_000;
const PASSAGES = 300;
const WRITERS = 10;
const SECONDS = 20;
const LIMITS = { frameMs: 50, firstTextMs: 1500 };
const keys = 'problem people facts concerns causes questions scope options unknowns resources'.split(' ');
const line = '離島居民看診要搭船，班次一停就是三天，社工只能打電話確認長者有沒有藥；';

type Server = RunningServer & { world: World };
type Section = { id: string; key: string; text: string };

/** A brief of 30,000 characters, every line of it different. */
async function write(server: Server, { brief }: Place): Promise<void> {
  const ask = asPart(server, 'facilitator');
  const perSection = CHARACTERS / keys.length;
  for (const [at, key] of keys.entries()) {
    const lines: string[] = [];
    for (let length = 0; length < perSection; length += lines.at(-1)!.length)
      lines.push(`${at + 1}-${lines.length + 1} ${line.repeat(3)}`);
    const text = { key, lang: 'en', markdown: lines.join('\n\n'), mode: 'replace' };
    await done(ask('POST', `/briefs/${brief}/text`, text));
  }
}

async function mark(server: Server, { brief }: Place): Promise<void> {
  const ask = asPart(server, 'facilitator');
  const { sections } = await done<{ sections: Section[] }>(ask('GET', `/briefs/${brief}/text`));
  const written = sections.filter(({ text }) => text.length > 500);
  const perSection = PASSAGES / written.length;
  for (const { id, text } of written) {
    for (let n = 0; n < perSection; n++) {
      const from = Math.floor((n * (text.length - 40)) / perSection);
      const quote = text.slice(from, from + 20);
      if (quote.includes('\n')) continue;
      const kind = ['need', 'evidence', 'limit', 'question'][n % 4];
      await done(ask('POST', `/briefs/${brief}/passages`, { section: id, from, to: from + 20, quote, kind }));
    }
  }
}

/** Nine others, each typing five letters a second somewhere. @returns what ends it */
function typeBeside(url: string, people: readonly Joined[], origin: string): () => void {
  const [, base, name] = /^(.*\/)([^/?]+)/.exec(url)!;
  const ends = people.map(({ cookie }, who) => {
    class AsPerson extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers: { cookie: headerOf(cookie), origin } });
      }
    }
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(base!.replace(/\/$/, ''), name!, doc, {
      WebSocketPolyfill: AsPerson as never,
      disableBc: true
    });
    let count = 0;
    const timer = setInterval(() => {
      const texts = textsIn(doc.getXmlFragment(TEXT_ROOT));
      // The same paragraph for a while, as people do.
      const text = texts[(who * 37 + Math.floor(count / 40)) % Math.max(1, texts.length)];
      text?.insert(Math.min(text.length, 10 + (count++ % 40)), '字');
    }, 200);
    return () => {
      clearInterval(timer);
      provider.destroy();
      doc.destroy();
      return count;
    };
  });
  return () => console.log(`  nine others typed ${ends.reduce((sum, end) => sum + end(), 0)} characters`);
}

/** Counts, from now on, what holds up frames: the time of our scripts in each long one, and of each key. */
function watchFrames(): void {
  const seen = { frames: [] as number[], keys: [] as number[] };
  (window as unknown as { seen: typeof seen }).seen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts } = entry as PerformanceEntry & { scripts: readonly { duration: number }[] };
      seen.frames.push(scripts.reduce((sum, { duration }) => sum + duration, 0));
    }
  }).observe({ type: 'long-animation-frame' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[])
      if (entry.name === 'keydown') seen.keys.push(entry.processingEnd - entry.processingStart);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

async function opened(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(url);
  const first = await page.evaluate(
    () =>
      new Promise<number>((painted) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) painted(paint.startTime);
        }).observe({ type: 'paint', buffered: true });
      })
  );
  await page.close();
  return first;
}

async function typing(page: Page): Promise<{ frames: number[]; keys: number[]; letters: number }> {
  await caretInSection(page, 'The problem');
  await page.evaluate(watchFrames);
  let letters = 0;
  for (const until = Date.now() + SECONDS * 1000; Date.now() < until; letters++)
    await page.keyboard.type('n', { delay: 80 });
  const seen = await page.evaluate(
    () => (window as unknown as { seen: { frames: number[]; keys: number[] } }).seen
  );
  return { ...seen, letters };
}

const server = (await startServer({ seeded: true })) as Server;
const browser = await chromium.launch({ executablePath: systemBrowser(), args: ['--no-sandbox'] });
let isSlow = false;
try {
  for (const full of [false, true]) {
    const place = await makePlace(server, { programme: 'Bench', brief: full ? 'Full' : 'Bare' });
    await write(server, place);
    if (full) await mark(server, place);
    const people = [];
    for (let n = 1; n <= WRITERS; n++)
      people.push(await joinAsGuest(server, place.invitation, { name: `Writer ${n}` }));
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 900 }
    });
    await beSomebody(context, server, people[0]!.cookie);
    const times = [];
    for (let n = 0; n < 5; n++) times.push(await opened(context, server.url + place.path));
    const page = await context.newPage();
    const socket = page.waitForEvent('websocket');
    await page.goto(server.url + place.path);
    await editorOf(page).waitFor();
    if (full) await page.locator('.passage-need').nth(60).waitFor({ state: 'attached' });
    const end = typeBeside((await socket).url(), people.slice(1), server.url);
    const { frames, keys, letters } = await typing(page);
    const worst = Math.max(0, ...frames);
    const name = full ? `${PASSAGES} passages` : 'no passages';
    console.log(
      `${name}: first text ${Math.min(...times).toFixed(0)} … ${Math.max(...times).toFixed(0)} ms of ${times.length}; ` +
        `${letters} letters typed: ${frames.length} long frames, scripts in the longest ${worst.toFixed(1)} ms; ` +
        `slowest key ${Math.max(0, ...keys).toFixed(1)} ms`
    );
    end();
    if (full) isSlow = worst > LIMITS.frameMs || Math.max(...times) > LIMITS.firstTextMs;
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
if (isSlow) process.exitCode = 1;
