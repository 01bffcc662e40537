import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  ArchiveError,
  ChangedArchiveError,
  FORMAT,
  type ArchiveHeader,
  type Row,
  type TableHeader,
  type Trailer
} from './archive.ts';

export type ArchiveItem =
  | { kind: 'header'; header: ArchiveHeader }
  | { kind: 'table'; table: TableHeader }
  | { kind: 'row'; table: TableHeader; row: Row }
  | { kind: 'end'; trailer: Trailer };

// The longest honest line is a document's snapshot (10 MiB) as base64, and as much again.
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Reads an archive from its beginning to its end, one item after the other; holds one line in memory. The item `end` comes only
 * when counts and hashes are right: what came before it must not be believed until then.
 * @throws ArchiveError, the system's error when the file cannot be opened
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveItem> {
  const state = new Reading(file);
  for await (const line of linesOf(file)) yield state.next(line);
  state.finish();
}

/**
 * Reads an archive to its end and holds nothing of it but what frames it.
 * @throws ArchiveError
 */
export async function checkArchive(
  file: string
): Promise<{ header: ArchiveHeader; tables: TableHeader[]; trailer: Trailer }> {
  const tables: TableHeader[] = [];
  let header: ArchiveHeader | undefined;
  let trailer: Trailer | undefined;
  for await (const item of readArchive(file)) {
    if (item.kind === 'header') header = item.header;
    else if (item.kind === 'table') tables.push(item.table);
    else if (item.kind === 'end') trailer = item.trailer;
  }
  return { header: header!, tables, trailer: trailer! };
}

class Reading {
  readonly #file: string;
  readonly #whole: Hash = createHash('sha256');
  readonly #content: Hash = createHash('sha256');
  readonly #rows: Record<string, number> = {};
  #table: TableHeader | null = null;
  #width = 0;
  #place: 'start' | 'inside' | 'end' = 'start';

  constructor(file: string) {
    this.#file = file;
  }

  next(line: Buffer): ArchiveItem {
    if (this.#place === 'end') throw this.#damaged('goes on after its end');
    const value = this.#parse(line);
    if (this.#place === 'start') return this.#start(line, value);
    if (value !== null && typeof value === 'object' && 'end' in value) return this.#end(value.end as Trailer);
    for (const hash of [this.#whole, this.#content]) hash.update(line).update('\n');
    return Array.isArray(value) ? this.#row(value as unknown as Row) : this.#open(value);
  }

  finish(): void {
    if (this.#place === 'end') return;
    throw this.#place === 'start' ? this.#foreign() : this.#damaged('ends too early');
  }

  #start(line: Buffer, value: unknown): ArchiveItem {
    const header = value as ArchiveHeader;
    if (!header || typeof header !== 'object' || !/^(backup|programme)$/.test(String(header.groundwork)))
      throw this.#foreign();
    if (header.format !== FORMAT)
      throw new ArchiveError(
        `The file ${this.#file} was written by a newer version of Groundwork (${String(header.version)}); use that version to read it.`
      );
    if (!Array.isArray(header.migrations)) throw this.#foreign();
    this.#whole.update(line).update('\n');
    this.#place = 'inside';
    return { kind: 'header', header };
  }

  #open(value: unknown): ArchiveItem {
    const table = value as TableHeader;
    const isTable = table && typeof table.table === 'string' && table.columns !== null;
    if (!isTable || typeof table.columns !== 'object' || Object.hasOwn(this.#rows, table.table))
      throw this.#damaged('has a table that cannot be read');
    this.#table = table;
    this.#width = Object.keys(table.columns).length;
    this.#rows[table.table] = 0;
    return { kind: 'table', table };
  }

  #row(row: Row): ArchiveItem {
    const table = this.#table;
    if (!table || row.length !== this.#width) throw this.#damaged('has a row that fits no table');
    this.#rows[table.table]! += 1;
    return { kind: 'row', table, row };
  }

  #end(trailer: Trailer): ArchiveItem {
    const told = { content: this.#content.digest('hex'), sha256: this.#whole.digest('hex') };
    const names = Object.keys({ ...this.#rows, ...trailer.rows });
    const isWhole =
      trailer.content === told.content &&
      trailer.sha256 === told.sha256 &&
      names.every((name) => trailer.rows[name] === this.#rows[name]);
    if (!isWhole)
      throw new ChangedArchiveError(
        `The file ${this.#file} is not what was written: its check sum differs; take another copy of it.`
      );
    this.#place = 'end';
    return { kind: 'end', trailer };
  }

  #parse(line: Buffer): unknown {
    try {
      return JSON.parse(line.toString('utf8')) as unknown;
    } catch {
      throw this.#place === 'start' ? this.#foreign() : this.#damaged('has a line that cannot be read');
    }
  }

  #damaged(how: string): ArchiveError {
    return new ArchiveError(`The file ${this.#file} ${how}; take another copy of it.`);
  }

  #foreign(): ArchiveError {
    return new ArchiveError(`The file ${this.#file} is not an archive of Groundwork.`);
  }
}

async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of unzipped(file)) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const rest = chunk.subarray(from, at);
      yield held.length > 0 ? Buffer.concat([...held, rest]) : rest;
      [held, size, from] = [[], 0, at + 1];
    }
    if (from === chunk.length) continue;
    held.push(chunk.subarray(from));
    if ((size += chunk.length - from) > LONGEST_LINE)
      throw new ArchiveError(`The file ${file} has a line longer than any of Groundwork's.`);
  }
  if (size > 0) yield Buffer.concat(held);
}

async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'Z_BUF_ERROR')
      throw new ArchiveError(`The file ${file} ends too early; take another copy of it.`);
    if (code?.startsWith('Z_'))
      throw new ArchiveError(`The file ${file} is damaged, or is not an archive of Groundwork.`);
    if (code === 'ENOENT') throw new ArchiveError(`There is no file ${file}.`);
    throw code ? new ArchiveError(`The file ${file} cannot be read (${code}).`) : error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
