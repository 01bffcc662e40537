import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { plainEnv } from './support/child.ts';

// Read from the system calls, not from the pragma: the library's build makes WAL mean NORMAL unless told otherwise.
async function countSyncs(mode: 'FULL' | 'NORMAL'): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-fsync-'));
  const trace = join(folder, 'trace');
  const script = fileURLToPath(new URL('./support/commits.ts', import.meta.url));
  const args = [
    '-f',
    '-e',
    'trace=fsync,fdatasync,write',
    '-e',
    'signal=none',
    '-o',
    trace,
    process.execPath,
    script,
    mode
  ];
  // Without strace this test fails on purpose: durability must not go unmeasured.
  await promisify(execFile)('strace', args, { env: plainEnv() });
  const lines = readFileSync(trace, 'utf8').split('\n');
  rmSync(folder, { recursive: true, force: true });
  const begin = lines.findIndex((line) => line.includes('"begin\\n"'));
  const end = lines.findIndex((line) => line.includes('"end\\n"'));
  expect(begin).toBeGreaterThan(0);
  expect(end).toBeGreaterThan(begin);
  return lines.slice(begin, end).filter((line) => /\bf(data)?sync\(/.test(line)).length;
}

test(
  'F1 50 commits reach the disk at least 50 times; with synchronous=NORMAL far fewer',
  { timeout: 120_000 },
  async () => {
    const full = await countSyncs('FULL');
    const normal = await countSyncs('NORMAL');
    console.log(`fsync: 50 commits, ${full} syncs with FULL, ${normal} with NORMAL`);
    expect(full).toBeGreaterThanOrEqual(50);
    expect(normal).toBeLessThan(25);
  }
);
