import { parentPort } from 'node:worker_threads';
import type { Block } from '../blocks.ts';
import { blocksFromMarkdown } from './read.ts';
import type { Reading } from './readApart.server.ts';

/*
 * A thread that reads one Markdown text after the other for readApart.server.ts, which ends it when it takes too long.
 * What would cost too much later on is not handed over: sync takes no more pieces in one edit, and the thread that serves
 * everybody needs about a tenth of a second to make them.
 */
const most = { depth: 16, pieces: 20_000 };

function read(markdown: string): Reading {
  try {
    const blocks = blocksFromMarkdown(markdown);
    return isTooMuch(blocks) ? null : blocks;
  } catch {
    // It never throws but where so much is open at once that the stack does not hold it.
    return null;
  }
}

function isTooMuch(blocks: readonly Block[]): boolean {
  let pieces = 0;
  let level = blocks;
  for (let depth = 0; level.length > 0; depth++) {
    for (const block of level) pieces += piecesOf(block);
    if (depth > most.depth || pieces > most.pieces) return true;
    level = level.flatMap(({ content }) => content ?? []);
  }
  return false;
}

/** At least what the document will hold of it, contents apart: itself, its text, attributes, both ends of marks. */
function piecesOf({ type, attrs = {}, marks = [] }: Block): number {
  return type === 'text' ? 1 + 2 * marks.length : 2 + Object.keys(attrs).length;
}

parentPort?.on('message', (markdown: string) => parentPort?.postMessage(read(markdown)));
parentPort?.postMessage('ready');
