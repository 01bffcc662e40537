import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import type { SmtpSettings } from '#lib/mail/index.ts';
import { mailSettings } from './smtpUrl.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How this process runs, once every variable has been checked. */
export type Config = {
  port: number;
  host: string;
  /** `https://example.org`, or null: derived from each request */
  origin: string | null;
  /** cookies only over https: when the address people type is an https one */
  secureCookies: boolean;
  /** absolute */
  dataDir: string;
  databaseFile: string;
  /** IANA name; what "today" means for the dates of programmes */
  timeZone: string;
  /** of a PostgreSQL database, with its password: never to be printed; null: SQLite in `databaseFile` */
  databaseUrl: string | null;
  logLevel: (typeof logLevels)[number];
  /** opens `/metrics` to whoever brings it as a bearer token; null: loopback only */
  metricsToken: string | null;
  /** believe `X-Forwarded-*`: only when a proxy in front sets them */
  trustProxy: boolean;
  /** where mail is handed in; null: this installation sends none */
  smtp: SmtpSettings | null;
  /** one-click personas; never taken from the environment */
  demo: boolean;
};

/** A variable of the environment is wrong. The message is one sentence naming it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

// A blank line in an env file means "not set".
const unset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const set = <S extends v.GenericSchema>(schema: S) => v.pipe(v.unknown(), v.transform(unset), schema);

/** Every variable there is, what it may be, and the sentence for when it is not. */
const variables = v.object({
  PORT: set(
    v.pipe(
      v.optional(v.string(), '3000'),
      v.trim(),
      v.check(
        (text) => /^[0-9]{1,5}$/.test(text) && Number(text) <= 65535,
        'PORT must be a whole number from 0 to 65535'
      ),
      v.transform(Number)
    )
  ),
  HOST: set(
    v.pipe(
      v.optional(v.string(), '0.0.0.0'),
      v.trim(),
      v.check(isHost, 'HOST must be an IP address or a host name, such as 0.0.0.0 or 127.0.0.1')
    )
  ),
  ORIGIN: set(
    v.nullish(
      v.pipe(
        v.string(),
        v.trim(),
        v.check(
          isOrigin,
          'ORIGIN must be the address people type, such as https://groundwork.example.org, with no path'
        ),
        v.transform((text) => new URL(text).origin)
      )
    )
  ),
  DATA_DIR: set(v.pipe(v.optional(v.string(), './data'), v.trim())),
  TZ: set(
    v.pipe(
      v.optional(v.string(), 'Asia/Taipei'),
      v.trim(),
      v.check(isTimeZone, 'TZ must name a time zone, such as Asia/Taipei or Europe/Lisbon')
    )
  ),
  DATABASE_URL: set(
    v.nullish(
      v.pipe(
        v.string(),
        v.trim(),
        v.check(
          isPostgres,
          'DATABASE_URL must name a PostgreSQL database, such as postgres://user:password@host:5432/groundwork; unset it to use SQLite in DATA_DIR'
        )
      )
    )
  ),
  LOG_LEVEL: set(
    v.optional(v.picklist(logLevels, `LOG_LEVEL must be one of ${logLevels.join(', ')}`), 'info')
  ),
  METRICS_TOKEN: set(
    v.nullish(v.pipe(v.string(), v.minLength(16, 'METRICS_TOKEN must have at least 16 characters')))
  ),
  TRUST_PROXY: set(
    v.pipe(
      v.optional(v.string(), '0'),
      v.trim(),
      v.picklist(['0', '1'], 'TRUST_PROXY must be 1 (a proxy in front sets X-Forwarded headers) or 0'),
      v.transform((text) => text === '1')
    )
  ),
  SMTP_URL: set(v.nullish(v.string())),
  MAIL_FROM: set(v.nullish(v.string()))
});

/** What a later version brings. Ignoring such a variable would mean data in another place than its owner believes. */
const later: readonly [RegExp, (name: string) => string][] = [
  [/^REDIS_URL$/, () => 'Several servers with Redis come with a later version; unset REDIS_URL'],
  [/^OIDC_/, (name) => `Signing in through OpenID Connect comes with a later version; unset ${name}`]
];

/**
 * Checks the environment.
 * @throws ConfigError naming the first wrong variable in one sentence
 */
export function readConfig(env: Environment): Config {
  refuseLater(env);
  const result = v.safeParse(
    variables,
    Object.fromEntries(Object.keys(variables.entries).map((key) => [key, env[key]]))
  );
  if (!result.success) {
    const [issue] = result.issues;
    const name = v.getDotPath(issue) ?? 'The environment';
    const told = issue.message.startsWith(name) ? issue.message : `${name} is not valid`;
    throw new ConfigError(`${told}; it is "${shown(name, env[name])}".`);
  }
  const told = result.output;
  const dataDir = resolve(told.DATA_DIR);
  return {
    port: told.PORT,
    host: told.HOST,
    origin: told.ORIGIN ?? null,
    secureCookies: told.ORIGIN?.startsWith('https:') ?? false,
    dataDir,
    databaseFile: join(dataDir, 'groundwork.db'),
    timeZone: told.TZ,
    databaseUrl: told.DATABASE_URL ?? null,
    logLevel: told.LOG_LEVEL,
    metricsToken: told.METRICS_TOKEN ?? null,
    trustProxy: told.TRUST_PROXY,
    smtp: smtpOf({ url: told.SMTP_URL, from: told.MAIL_FROM, origin: told.ORIGIN }),
    demo: false
  };
}

function smtpOf(told: Parameters<typeof mailSettings>[0]): SmtpSettings | null {
  const settings = mailSettings(told);
  if (typeof settings === 'string') throw new ConfigError(settings);
  return settings;
}

function refuseLater(env: Environment): void {
  for (const [pattern, sentence] of later) {
    const name = Object.keys(env).find((key) => pattern.test(key) && env[key]?.trim());
    if (name) throw new ConfigError(`${sentence(name)}.`);
  }
}

// A secret that is wrong is still nearly the secret: it does not belong in a log.
function shown(name: string, value: string | undefined): string {
  return /(TOKEN|URL)$/.test(name) ? '…' : (value ?? '').slice(0, 100);
}

function isPostgres(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const hasName = /^\/[^/]+$/.test(url.pathname);
  return (url.protocol === 'postgres:' || url.protocol === 'postgresql:') && hasName;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);
}

function isTimeZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  return isBare && (url.protocol === 'https:' || url.protocol === 'http:');
}

const HANDED_OVER = Symbol.for('groundwork.config');
type Shelf = { [HANDED_OVER]?: Config };

/** Fixes the configuration of this process: the entry decides, the built server (its own copy of this code) reads it. */
export function handOverConfig(config: Config): void {
  (globalThis as Shelf)[HANDED_OVER] = config;
}

/**
 * The configuration of this process: what the entry handed over, else what the environment says.
 * @throws ConfigError
 */
export function loadConfig(env: Environment): Config {
  return (globalThis as Shelf)[HANDED_OVER] ?? readConfig(env);
}
