import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '0.0.0.0',
      origin: null,
      secureCookies: false,
      dataDir: resolve('data'),
      databaseFile: resolve('data/groundwork.db'),
      logLevel: 'info',
      metricsToken: null,
      trustProxy: false,
      demo: false
    });
  });

  it('takes a blank variable as not set', () => {
    expect(readConfig({ PORT: '', ORIGIN: ' ', DATABASE_URL: '', OIDC_ISSUER: '' })).toEqual(readConfig({}));
  });

  it('reads every variable', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '::1',
      ORIGIN: 'https://brief.example.org/',
      DATA_DIR: '/srv/groundwork',
      LOG_LEVEL: 'warn',
      METRICS_TOKEN: '0123456789abcdef',
      TRUST_PROXY: '1'
    });
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      origin: 'https://brief.example.org',
      trustProxy: true
    });
    expect(config).toMatchObject({ databaseFile: '/srv/groundwork/groundwork.db', logLevel: 'warn' });
  });

  it('never becomes a demo through the environment', () => {
    expect(readConfig({ DEMO: '1', GROUNDWORK_DEMO: '1' }).demo).toBe(false);
  });

  const wrong: [string, string][] = [
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['HOST', 'http://0.0.0.0'],
    ['ORIGIN', 'example.org'],
    ['ORIGIN', 'ftp://example.org'],
    ['ORIGIN', 'https://example.org/groundwork'],
    ['ORIGIN', 'https://user:word@example.org'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_TOKEN', 'short'],
    ['TRUST_PROXY', 'yes'],
    ['DATABASE_URL', 'postgres://db/groundwork'],
    ['REDIS_URL', 'redis://cache'],
    ['SMTP_URL', 'smtp://mail'],
    ['OIDC_CLIENT_SECRET', 'hidden']
  ];
  it.each(wrong)('refuses %s=%s in one sentence naming it', (name, value) => {
    const sentence = refusal({ [name]: value });
    expect(sentence).toContain(name);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  it('does not repeat a secret', () => {
    expect(refusal({ METRICS_TOKEN: 'tooshort' })).not.toContain('tooshort');
    expect(refusal({ OIDC_CLIENT_SECRET: 'hidden' })).not.toContain('hidden');
  });
});

function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return 'not refused';
}
