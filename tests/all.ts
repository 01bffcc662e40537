import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { storyVerdict, unitVerdict, withExitCode, type Count } from './house/verdict.ts';

// `npm test`: everything that must pass, in order, stopping where something fails. The last line is always
// `N passed, N failed`. A part that ran nothing, or skipped something, has failed.

type Part = {
  title: string;
  command: readonly string[];
  /** how many tests it ran; a part without one counts as one test */
  count?: () => Count;
  env?: NodeJS.ProcessEnv;
  /** minutes */
  limit?: number;
  /** it works on one core and writes nothing others read: such neighbours run two at a time */
  isAside?: true;
};

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'groundwork-tests-'));
const unitReport = join(reports, 'unit.json');
const storyReport = join(reports, 'stories.json');
// Some hundred processes compile the same source: what one has compiled, the next ones read.
const compiled = { NODE_COMPILE_CACHE: join(reports, 'compiled') };

const parts: readonly Part[] = [
  { title: 'Texts and types generated', command: ['npm', 'run', '--silent', 'prepare'] },
  { title: 'ESLint', command: ['eslint', '.'], isAside: true },
  {
    title: 'Types',
    command: ['svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human'],
    isAside: true
  },
  { title: 'Build', command: ['vite', 'build', '--logLevel', 'warn'], isAside: true },
  { title: 'Format', command: ['prettier', '--check', '--log-level', 'warn', '.'], isAside: true },
  { title: 'Dead code', command: ['knip', '--no-progress', '--no-config-hints'], isAside: true },
  { title: 'Directions between rooms', command: ['node', 'tests/boundaries/run.ts'], isAside: true },
  {
    title: 'Unit, contract and sync tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    limit: 25,
    env: compiled,
    count: () => unitVerdict(report(unitReport))
  },
  {
    title: 'Stories in the browser',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { ...compiled, PLAYWRIGHT_JSON_OUTPUT_NAME: storyReport, GROUNDWORK_JUST_BUILT: '1' },
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
    stdio: ['ignore', part.isAside ? 'pipe' : 'inherit', part.isAside ? 'pipe' : 'inherit'],
    env: {
      ...process.env,
      ...part.env,
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    }
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), (part.limit ?? 15) * 60_000);
  // What two say at once is told one after the other.
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => said.push(data));
  return new Promise((done) => {
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code) => {
      clearTimeout(limit);
      process.stdout.write(Buffer.concat(said));
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

async function judge(part: Part): Promise<void> {
  if (!part.isAside) console.log(`\n━━ ${part.title}`);
  const from = performance.now();
  const { passed, failed, why } = outcome(part, await run(part));
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  times.push(`${failed === 0 ? '✔' : '✘'} ${part.title}: ${seconds} s${why ? ` (${why})` : ''}`);
  console.log(times.at(-1));
}

const waiting = [...parts];
while (waiting.length > 0 && total.failed === 0) {
  const end = waiting.findIndex(({ isAside }) => !isAside);
  const aside = waiting.splice(0, end < 0 ? waiting.length : end);
  const lane = async () => {
    for (let part = aside.shift(); part; part = aside.shift()) await judge(part);
  };
  await Promise.all([lane(), lane()]);
  const next = total.failed === 0 && waiting.shift();
  if (next) await judge(next);
}
rmSync(reports, { recursive: true, force: true });

const notRun = parts.length - times.length;
console.log(`\n${times.join('\n')}`);
if (notRun > 0) console.log(`${notRun} later parts did not run.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || notRun > 0 ? 1 : 0;
