import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { newId } from '#lib/kernel/index.ts';
import { ArchiveError, type ArchiveHeader, type Part, type Trailer } from './archive.ts';

// A server may be typing on the other core: a third of the size is worth little, its time much.
const LEVEL = 3;
const CHUNK = 64 * 1024;

/**
 * Writes an archive beside `file` under another name, makes sure it is on the disk, and only then gives it its name: there is
 * never half an archive under that name. Only its owner may read it. Holds little in memory, however long the parts are.
 * @throws ArchiveError when the file exists and `replace` is not set; the system's error when it cannot be written
 */
export async function writeArchive(
  file: string,
  { header, parts, replace }: { header: ArchiveHeader; parts: AsyncIterable<Part>; replace: boolean }
): Promise<Trailer> {
  if (!replace && existsSync(file))
    throw new ArchiveError(`The file ${file} exists already; choose another name or add --force.`);
  const draft = join(dirname(file), `.${basename(file)}.${newId().slice(0, 8)}.part`);
  const made: { trailer?: Trailer } = {};
  try {
    await pipeline(
      Readable.from(chunks(text(header, parts, made)), { objectMode: false }),
      createGzip({ level: LEVEL }),
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
    );
    await rename(draft, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(draft, { force: true });
    throw asSentence(error, file);
  }
  return made.trailer!;
}

// Errors of the database, read meanwhile, have sentences of their own.
function asSentence(error: unknown, file: string): unknown {
  const { code = '' } = error as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ArchiveError(
      `The disk that should hold ${file} is full; free some space or choose another one.`
    );
  if (/^E[A-Z]+$/.test(code))
    return new ArchiveError(`The file ${file} cannot be written there (${code}); choose another place.`);
  return error;
}

async function* text(
  header: ArchiveHeader,
  parts: AsyncIterable<Part>,
  made: { trailer?: Trailer }
): AsyncGenerator<string> {
  const whole = createHash('sha256');
  const content = createHash('sha256');
  const rows: Record<string, number> = {};
  let table = '';
  const first = `${JSON.stringify(header)}\n`;
  whole.update(first);
  yield first;
  for await (const part of parts) {
    if (part.kind === 'table') rows[(table = part.table.table)] = 0;
    else rows[table]! += part.rows.length;
    const lines = part.kind === 'table' ? [part.table] : part.rows;
    for (const line of lines) {
      const said = `${JSON.stringify(line)}\n`;
      whole.update(said);
      content.update(said);
      yield said;
    }
  }
  made.trailer = { rows, content: content.digest('hex'), sha256: whole.digest('hex') };
  yield `${JSON.stringify({ end: made.trailer })}\n`;
}

async function* chunks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let held: string[] = [];
  let size = 0;
  for await (const line of lines) {
    held.push(line);
    if ((size += line.length) < CHUNK) continue;
    yield Buffer.from(held.join(''));
    [held, size] = [[], 0];
  }
  if (held.length > 0) yield Buffer.from(held.join(''));
}

/** Makes a new or changed name in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
