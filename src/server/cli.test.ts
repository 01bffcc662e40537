import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programmeRoles, sectors } from '#lib/access/index.ts';
import type { Seeded } from './sample.ts';
import { commandHere, commandLine, type Ended } from '../../tests/support/commandLine.ts';
import { dialect, freshDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createEngine } from './wiring.ts';
import { readConfig } from './config.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ migrated: false });
});
afterAll(() => database.remove());

async function startAfresh() {
  await database.remove();
  database = await freshDatabase({ migrated: false });
}

describe('without a database', { timeout: 60_000 }, () => {
  beforeAll(startAfresh);

  it.each([
    ['token create', ['--user', 'host@jichuan.example']],
    ['user reset', ['--email', 'host@jichuan.example']],
    ['backup', ['backup.gz']],
    ['rebuild', []],
    ['verify-log', []],
    ['export', ['--programme', 'none', 'programme.gz']],
    ['import', ['programme.gz']],
    ['facilitator add', ['--programme', 'none', '--user', 'host@jichuan.example', '--sector', 'business']]
  ])('%s wants a database that is there, and makes none', async (name, args) => {
    const elsewhere = join(database.folder, 'elsewhere');
    const env = { ...database.env, DATA_DIR: elsewhere };
    const { code, out, err } = await commandHere(env, ...name.split(' '), ...args);
    const none =
      dialect === 'sqlite'
        ? `There is no database in DATA_DIR (${elsewhere}); give the folder the server uses, or make one with migrate.`
        : 'The database of DATABASE_URL has no Groundwork tables; give the one the server uses, or make them with migrate.';
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${none}\n` });
    expect(existsSync(elsewhere)).toBe(false);
    const { readerDb, close } = await database.connect();
    expect(await readerDb.introspection.getTables({ withInternalKyselyTables: true })).toEqual([]);
    await close();
  });
});

describe('the command line', { timeout: 60_000 }, () => {
  it('prints help', async () => {
    const { code, out } = await cli('help');
    expect(code).toBe(0);
    for (const name of ['migrate', 'seed', 'token create', 'user create']) expect(out).toContain(name);
  });

  it.each([
    ['an unknown command', ['brew'], 'brew'],
    ['a name every object has', ['constructor'], 'constructor'],
    ['no command', [], 'help'],
    ['an unknown option', ['migrate', '--fast'], '--fast'],
    ['a missing option', ['token', 'create'], '--user'],
    ['an address that is none', ['user', 'create', '--email', 'nobody', '--name', 'N'], 'email']
  ])('refuses %s in one sentence', async (_, args, expected) => {
    const { code, out, err } = await cli(...args);
    expect(err).toContain(expected);
    expect(err.trim()).toMatch(/^[^\n]+\.$/);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('takes an id that begins with a dash', async () => {
    const { err } = await commandHere(database.env, 'token', 'create', '--user', '-PBWRX0j0OZKvIQneIig2w');
    expect(err).toContain('-PBWRX0j0OZKvIQneIig2w');
    expect(err).not.toContain('ambiguous');
  });

  it('migrates once', async () => {
    await startAfresh();
    const first = await cli('migrate', '--json');
    const second = await cli('migrate', '--json');
    expect(existsSync(database.databaseFile)).toBe(dialect === 'sqlite');
    expect(JSON.parse(first.out).applied.length).toBeGreaterThan(0);
    expect(JSON.parse(second.out)).toEqual({ applied: [] });
  });

  it('opens an account that a token can then be made for', async () => {
    const made = await cli(
      'user',
      'create',
      '--email',
      'Host@Jichuan.example',
      '--name',
      '主辦 Host',
      '--admin',
      '--json'
    );
    const user = JSON.parse(made.out);
    expect(user).toMatchObject({ email: 'host@jichuan.example', admin: true });
    expect(user.password.length).toBeGreaterThan(15);
    const { out } = await cli('token', 'create', '--user', 'host@jichuan.example');
    expect(out.trim()).toMatch(/^gw_[\w-]{43}$/);
    const twice = await cli('user', 'create', '--email', 'host@jichuan.example', '--name', 'Host');
    expect(twice).toMatchObject({ code: 1, out: '' });
    expect(twice.err.trim()).toMatch(/^[^\n]+\.$/);

    for (const ask of [
      ['token', 'create', '--user'],
      ['user', 'reset', '--email']
    ]) {
      const { code, out, err } = await commandHere(database.env, ...ask, 'nobody@jichuan.example');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toBe('Nobody here has the e-mail address nobody@jichuan.example.\n');
    }
  });

  it('prints a link to choose a password, and where it guessed the server to be', async () => {
    const reset = ['user', 'reset', '--email', 'host@jichuan.example', '--json'];
    const guessed = await cli(...reset);
    const { url, expiresAt } = JSON.parse(guessed.out) as { url: string; expiresAt: string };
    expect(url).toMatch(/^http:\/\/localhost:3000\/reset-password\/[\w-]{43}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(guessed.err).toMatch(/^The link begins with http:\/\/localhost:3000; [^\n]*ORIGIN or PORT\.\n$/);
    const known = await commandHere({ ...database.env, ORIGIN: 'https://town.example' }, ...reset);
    expect(known).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(known.out).url).toMatch(/^https:\/\/town\.example\/reset-password\//);
  });

  it('takes a password from stdin and does not print it', async () => {
    const args = [
      'user',
      'create',
      '--email',
      'second@jichuan.example',
      '--name',
      'Second',
      '--password-stdin',
      '--json'
    ];
    const { code, out } = await cli(...args, { stdin: 'a long enough password\n' });
    expect(code).toBe(0);
    expect(out).not.toContain('password');
  });
});

describe('the sample', { timeout: 60_000 }, () => {
  let seeded: Seeded;
  beforeAll(async () => {
    await startAfresh();
    const { out, err } = await cli('seed', '--json');
    expect(err).toBe('');
    seeded = JSON.parse(out) as Seeded;
  }, 60_000);

  it('has every role, and four sectors that write', () => {
    const roles = new Set(seeded.users.map(({ role }) => role));
    expect([...roles].sort()).toEqual(['admin', ...programmeRoles].sort());
    const writing = seeded.users.filter(({ role }) => role === 'contributor').map(({ sector }) => sector);
    expect(writing.sort()).toEqual(['business', 'civil_society', 'government', 'technology']);
  });

  it('is refused a second time, in one sentence, and changes nothing', async () => {
    const { code, out, err } = await cli('seed');
    expect(err.trim()).toBe('The sample programme is already in this database.');
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('is a brief that people wrote over days, with a record that holds', async () => {
    const engine = await createEngine({ ...readConfig(database.env), logLevel: 'silent' });
    try {
      const who = async (role: string) => {
        const { token } = seeded.users.find((user) => user.role === role)!;
        return (await engine.access.authenticate({ bearer: token })).actor;
      };
      const observer = await who('observer');
      const { sections } = await engine.briefs.briefText(observer, seeded.briefId);
      expect(sections.filter(({ lang }) => lang === 'en').length).toBe(3);
      expect(JSON.stringify(sections)).toContain('taskItem');
      const updates = await engine.briefs.history(observer, seeded.briefId);
      expect(JSON.stringify(updates)).toContain(
        seeded.users.find(({ sector }) => sector === 'business')!.name
      );
      const seen = await engine.programmes.listProgrammes(observer);
      expect(seen.map(({ id }) => id)).toEqual([seeded.programmeId]);
      const facilitator = await who('facilitator');
      expect(await engine.programmes.listProgrammes(facilitator)).toHaveLength(2);
      const links = await engine.programmes.listInvitations(facilitator, seeded.programmeId);
      expect(new Set(links.map(({ sector }) => sector))).toEqual(new Set(sectors));
      for (const check of Object.values(await engine.journal.verifyAll()))
        expect(check).toMatchObject({ ok: true });
    } finally {
      await engine.close();
    }
  });
});

// A process of its own differs from this one where it starts and ends, whatever the database; starting one takes a second.
function cli(...args: (string | { stdin: string })[]): Promise<Ended> {
  const words = args.filter((arg) => typeof arg === 'string');
  return dialect === 'sqlite' || words.length < args.length
    ? commandLine(database.env, ...args)
    : commandHere(database.env, ...words);
}
