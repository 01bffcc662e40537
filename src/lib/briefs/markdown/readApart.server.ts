import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { Block } from '../blocks.ts';
import { authorsInTurn } from './authorsInTurn.ts';

/** What the thread says of a text; null: more than a section can hold. */
export type Reading = Block[] | null;

/** In ms: how long one text may take, and how long a thread without work is kept. */
const patience = { text: 5000, idle: 30_000 };

/**
 * In characters: all together a few of the longest texts; what one author sends beside a text is too short to take long.
 * Whoever comes then may come again.
 */
const room = { ofOne: 5000, ofAll: 400_000 };

// The room runs from a bundle or from its source; the thread always runs from its source, which Node reads by itself.
const source = createRequire(import.meta.url).resolve('#lib/briefs/markdown/readingThread.ts');

/**
 * Reads Markdown of anybody in a thread beside the one that serves everybody, one text at a time and the authors in
 * turn. There are texts of a few kilobytes that a parser needs minutes for: whatever takes longer than five seconds is
 * given up.
 * @throws Problem `invalid_input` (`markdown`: `too_tangled`), `too_many_requests` when too many wait, or a long text
 * of this author still does
 */
export function markdownReader({ text = patience.text } = {}): (
  markdown: string,
  author: Id
) => Promise<Block[]> {
  let thread: Promise<Worker> | null = null;
  const inTurn = authorsInTurn(room);
  let idle: NodeJS.Timeout | undefined;

  async function read(markdown: string): Promise<Block[]> {
    clearTimeout(idle);
    thread ??= start();
    const worker = await thread.catch((error: unknown) => {
      thread = null;
      throw error;
    });
    const reading = await answerOf(worker, markdown, text);
    if (reading === undefined) {
      thread = null;
      void worker.terminate();
    } else {
      idle = setTimeout(() => {
        thread = null;
        void worker.terminate();
      }, patience.idle).unref();
    }
    if (!reading) throw new Problem('invalid_input', [{ field: 'markdown', reason: 'too_tangled' }]);
    return reading;
  }

  return (markdown, author) => inTurn(author, markdown.length, () => read(markdown));
}

async function start(): Promise<Worker> {
  const worker = new Worker(source, {
    execArgv: [],
    // A text that needs more than this ends its thread, not the server.
    resourceLimits: { maxOldGenerationSizeMb: 256 }
  });
  await once(worker, 'message');
  // Its end is seen by whoever waits for it.
  worker.on('error', () => undefined).unref();
  return worker;
}

/** @returns undefined when the thread did not answer in time, or ended */
async function answerOf(worker: Worker, markdown: string, within: number): Promise<Reading | undefined> {
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => over.abort(), within);
  worker.ref();
  worker.postMessage(markdown);
  try {
    const [reading] = (await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(() => [undefined])
    ])) as [Reading | undefined];
    return reading;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    // Whoever still listens goes, so that they do not gather on one thread.
    over.abort();
    worker.unref();
  }
}
