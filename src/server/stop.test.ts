import { expect, it } from 'vitest';
import { Problem } from '#lib/kernel/index.ts';
import { ConfigError } from './config.ts';
import { RefusedError, sentenceFor } from './stop.ts';

const where = { host: '0.0.0.0', port: 3000, dataDir: '/srv/data', databaseUrl: null };
const coded = (code: string, syscall = '') =>
  Object.assign(new Error(`${code}: it broke\nat x`), { code, syscall });

it.each([
  [coded('EADDRINUSE', 'listen'), 'Port 3000'],
  [coded('EACCES', 'listen'), 'PORT'],
  [coded('EADDRNOTAVAIL', 'listen'), 'HOST'],
  [coded('ENOTFOUND', 'getaddrinfo'), 'HOST'],
  [coded('EACCES', 'mkdir'), 'DATA_DIR (/srv/data) cannot be written'],
  [coded('EROFS', 'mkdir'), 'DATA_DIR (/srv/data) cannot be written'],
  [coded('SQLITE_READONLY_DIRECTORY'), 'DATA_DIR (/srv/data) cannot be written'],
  [coded('SQLITE_CANTOPEN'), 'DATA_DIR (/srv/data) cannot be written'],
  [coded('SQLITE_FULL'), 'is full'],
  [coded('ENOSPC'), 'is full'],
  [coded('SQLITE_NOTADB'), 'not a Groundwork database'],
  [coded('SQLITE_BUSY'), 'held by another program'],
  [new ConfigError('PORT must be a number.'), 'PORT must be a number.'],
  [new RefusedError('The sample is already there.'), 'The sample is already there.'],
  [new Error('something\nelse'), 'Groundwork stopped: something.'],
  ['thrown text', 'Groundwork stopped: thrown text.']
])('says %s in one sentence', (error, expected) => {
  const sentence = sentenceFor(error, where);
  expect(sentence).toContain(expected);
  expect(sentence).toMatch(/^[^\n]+\.$/);
});

it('says what happened to the disk when the write path refused', () => {
  const problem = new Problem('storage_unavailable');
  problem.cause = coded('SQLITE_FULL');
  expect(sentenceFor(problem, where)).toContain('is full');
});

it.each([
  ['ECONNREFUSED', 'cannot be reached'],
  ['ENOTFOUND', 'cannot be reached'],
  ['57P03', 'cannot be reached'],
  ['28P01', 'name and password'],
  ['3D000', 'no database "ground work"'],
  ['53300', 'no connections left'],
  ['25006', 'read-only']
])('says what PostgreSQL answered (%s) without user or password', (code, expected) => {
  const databaseUrl = 'postgres://ada:hidden@db.example.org:5433/ground%20work';
  const problem = new Problem('storage_unavailable', [], code);
  problem.cause = coded(code);
  const sentence = sentenceFor(problem, { ...where, databaseUrl });
  expect(sentence).toContain('db.example.org:5433');
  expect(sentence).toContain(expected);
  expect(sentence).toMatch(/^[^\n]+\.$/);
  expect(sentence).not.toMatch(/ada|hidden/);
});
