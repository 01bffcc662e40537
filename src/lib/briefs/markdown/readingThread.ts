import { parentPort } from 'node:worker_threads';
import type { Block } from '../blocks.ts';
import { blocksFromMarkdown } from './read.ts';
import type { Reading } from './readApart.server.ts';

/*
 * A thread that reads one Markdown text after the other for readApart.server.ts, which ends it when it takes too long.
 * What would cost too much later on is not handed over.
 */
const most = { depth: 16, nodes: 10_000 };

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
  let nodes = 0;
  let level = blocks;
  for (let depth = 0; level.length > 0; depth++) {
    nodes += level.length;
    if (depth > most.depth || nodes > most.nodes) return true;
    level = level.flatMap(({ content }) => content ?? []);
  }
  return false;
}

parentPort?.on('message', (markdown: string) => parentPort?.postMessage(read(markdown)));
parentPort?.postMessage('ready');
