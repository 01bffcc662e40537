/**
 * The container of backups and programme archives: gzip over lines of JSON. First the {@link ArchiveHeader}; then for every
 * table a {@link TableHeader} and its rows as arrays in the order of its columns, bytes as base64; last `{"end":…}` with
 * the {@link Trailer}. Whoever has gunzip and a JSON reader can take it apart.
 */
export const FORMAT = 1;

export type ArchiveKind = 'backup' | 'programme';

export type ArchiveHeader = {
  groundwork: ArchiveKind;
  format: number;
  /** the program's version that wrote it */
  version: string;
  /** the shape of the tables: names of the migrations they had been through */
  migrations: readonly string[];
  /** milliseconds since the epoch */
  at: number;
  /** of which programme, when it is an archive of one */
  programme?: { id: string; title: string };
};

/** How a column's values stand in the file: bytes are base64. */
export type ColumnType = 'text' | 'number' | 'bytes';

export type TableHeader = { table: string; columns: Readonly<Record<string, ColumnType>> };

/** One row, in the order of its table's columns. */
export type Row = readonly (string | number | null)[];

/** `content` is the SHA-256 of the lines between header and trailer, `sha256` of all lines before the trailer; hex. */
export type Trailer = { rows: Readonly<Record<string, number>>; content: string; sha256: string };

/** What a file is made of, between its header and its trailer. */
export type Part = { kind: 'table'; table: TableHeader } | { kind: 'rows'; rows: readonly Row[] };

/** A file that is no archive, or no longer whole. The message is one sentence for the operator. */
export class ArchiveError extends Error {
  override readonly name: string = 'ArchiveError';
}

/** A file that can be read to its end, but holds something else than what was written. */
export class ChangedArchiveError extends ArchiveError {}
