import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const start = promisify(execFile);
const NEEDED = { soffice: 'libreoffice-writer-nogui', pandoc: 'pandoc', pdftotext: 'poppler-utils' };
const LIMIT_MS = 60_000;

/**
 * Runs an office program to its end and gives what it said.
 * @throws Error that names what to install when the program is missing; the program's own error, also after a minute
 */
export async function run(program: keyof typeof NEEDED, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await start(program, args, { timeout: LIMIT_MS, killSignal: 'SIGKILL' });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const all = [...new Set(Object.values(NEEDED))].join(' ');
    throw new Error(
      `These tests open what we export with ${program}, which is not here: install it with "apt-get install ${all}".`,
      { cause: error }
    );
  }
}
