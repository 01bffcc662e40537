import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { storyVerdict, unitVerdict, withExitCode, type Count } from './house/verdict.ts';

// `npm test`: everything that must pass, in order, stopping at the first part that fails. The last line is always
// `N passed, N failed`. A part that ran nothing, or skipped something, has failed.

type Part = {
  title: string;
  command: readonly string[];
  /** how many tests it ran; a part without one counts as one test */
  count?: () => Count;
  env?: NodeJS.ProcessEnv;
  /** minutes */
  limit?: number;
};

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'groundwork-tests-'));
const unitReport = join(reports, 'unit.json');
const storyReport = join(reports, 'stories.json');

const parts: readonly Part[] = [
  { title: 'Texts and types generated', command: ['npm', 'run', '--silent', 'prepare'] },
  { title: 'Format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { title: 'ESLint', command: ['eslint', '.'] },
  { title: 'Dead code', command: ['knip', '--no-progress', '--no-config-hints'] },
  { title: 'Types', command: ['svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human'] },
  { title: 'Directions between rooms', command: ['node', 'tests/boundaries/run.ts'] },
  {
    title: 'Unit, contract and sync tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    limit: 25,
    count: () => unitVerdict(report(unitReport))
  },
  { title: 'Build', command: ['vite', 'build', '--logLevel', 'warn'] },
  {
    title: 'Stories in the browser',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: storyReport, GROUNDWORK_JUST_BUILT: '1' },
    limit: 45,
    count: () => storyVerdict(report(storyReport))
  }
];

function report<Report>(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

function run(part: Part): Promise<number> {
  const [name, ...rest] = part.command;
  const child = spawn(name!, rest, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...part.env,
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    }
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), (part.limit ?? 15) * 60_000);
  return new Promise((done) => {
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      done(code ?? 1);
    });
  });
}

function outcome(part: Part, code: number): Count {
  if (!part.count) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    return withExitCode(part.count(), code);
  } catch (error) {
    return { passed: 0, failed: 1, why: `it left no report (${(error as Error).message})` };
  }
}

const total: Count = { passed: 0, failed: 0 };
const times: string[] = [];
for (const [index, part] of parts.entries()) {
  console.log(`\n━━ ${index + 1}/${parts.length} ${part.title}`);
  const from = performance.now();
  const { passed, failed, why } = outcome(part, await run(part));
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  times.push(`${failed === 0 ? '✔' : '✘'} ${part.title}: ${seconds} s${why ? ` (${why})` : ''}`);
  console.log(times.at(-1));
  if (failed > 0) break;
}
rmSync(reports, { recursive: true, force: true });

const notRun = parts.length - times.length;
console.log(`\n${times.join('\n')}`);
if (notRun > 0) console.log(`${notRun} later parts did not run.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || notRun > 0 ? 1 : 0;
