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
      databaseUrl: null,
      logLevel: 'info',
      timeZone: 'Asia/Taipei',
      metricsToken: null,
      trustProxy: false,
      smtp: null,
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
      DATABASE_URL: 'postgresql://gw:word@db.example.org/groundwork?sslmode=verify-full',
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
    expect(config.databaseUrl).toBe('postgresql://gw:word@db.example.org/groundwork?sslmode=verify-full');
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
    ['DATABASE_URL', 'mysql://db/groundwork'],
    ['DATABASE_URL', 'groundwork.db'],
    ['DATABASE_URL', 'postgres://db'],
    ['REDIS_URL', 'redis://cache'],
    ['SMTP_URL', 'smtp://mail'],
    ['SMTP_URL', 'http://mail.example.org'],
    ['SMTP_URL', 'smtp://mail.example.org/inbox'],
    ['SMTP_URL', 'smtp://user@mail.example.org'],
    ['MAIL_FROM', 'groundwork@example.org'],
    ['OIDC_CLIENT_SECRET', 'hidden']
  ];
  it.each(wrong)('refuses %s=%s in one sentence naming it', (name, value) => {
    const sentence = refusal({ [name]: value });
    expect(sentence).toContain(name);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  const mail = {
    SMTP_URL: 'smtp://post:p%40ss-word@mail.example.org',
    MAIL_FROM: '打底 <groundwork@example.org>',
    ORIGIN: 'https://groundwork.example.org'
  };
  it('reads where mail is handed in, and never sends a password unencrypted to another machine', () => {
    expect(readConfig(mail).smtp).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      mustEncrypt: true,
      login: { user: 'post', pass: 'p@ss-word' },
      from: { name: '打底', address: 'groundwork@example.org' }
    });
    const bySmtps = { ...mail, SMTP_URL: 'smtps://[::1]', MAIL_FROM: 'a@example.org' };
    expect(readConfig(bySmtps).smtp).toMatchObject({ host: '::1', port: 465, secure: true, login: null });
    const here = { ...mail, SMTP_URL: 'smtp://a:b@127.0.0.1:2525' };
    expect(readConfig(here).smtp).toMatchObject({ port: 2525, mustEncrypt: false });
  });

  it.each([
    ['MAIL_FROM', { ...mail, MAIL_FROM: '' }],
    ['MAIL_FROM', { ...mail, MAIL_FROM: 'a@example.org, b@example.org' }],
    ['MAIL_FROM', { ...mail, MAIL_FROM: 'nobody' }],
    ['ORIGIN', { ...mail, ORIGIN: '' }]
  ])('wants %s right beside SMTP_URL, and says so without the password', (name, env) => {
    const sentence = refusal(env);
    expect(sentence).toContain(name);
    expect(sentence).toMatch(/^[^\n]+\.$/);
    expect(sentence).not.toContain('ss-word');
  });

  it('does not repeat a secret', () => {
    expect(refusal({ SMTP_URL: 'smtp://post:p%40ss-word@mail.example.org/x' })).not.toContain('ss-word');
    expect(refusal({ METRICS_TOKEN: 'tooshort' })).not.toContain('tooshort');
    expect(refusal({ DATABASE_URL: 'postgres://gw:hidden@db' })).not.toContain('hidden');
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
