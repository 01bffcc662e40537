import * as v from 'valibot';
import { cleanLine } from '#lib/kernel/index.ts';
import type { SmtpSettings } from '#lib/mail/index.ts';

type Told = { url?: string | null; from?: string | null; origin?: string | null };

const FORM = 'such as smtp://user:password@mail.example.org:587 or smtps://mail.example.org';

/**
 * What SMTP_URL, MAIL_FROM and ORIGIN say about mail.
 * @returns null when mail is off; one sentence when something is wrong, which never repeats the URL: it holds a password
 */
export function mailSettings({ url, from, origin }: Told): SmtpSettings | null | string {
  if (!url) return from ? 'MAIL_FROM is set but SMTP_URL is not; set both, or neither.' : null;
  const server = serverOf(url.trim());
  if (!server)
    return `SMTP_URL must be the address of a mail server, ${FORM}; what it is, is not shown here.`;
  if (!from)
    return 'SMTP_URL needs MAIL_FROM beside it: the address mail comes from, such as "Groundwork <groundwork@example.org>".';
  const sender = senderOf(from);
  if (!sender)
    return `MAIL_FROM must be one address, such as "Groundwork <groundwork@example.org>"; it is "${cleanLine(from).slice(0, 100)}".`;
  // A request's Host header is the client's word: links in mail must not be built from it.
  if (!origin)
    return 'SMTP_URL needs ORIGIN beside it: links in mail carry the address people type, such as https://groundwork.example.org.';
  return { ...server, from: sender };
}

function serverOf(text: string): Omit<SmtpSettings, 'from'> | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const isBare = (pathname === '' || pathname === '/') && !search && !hash;
  if (!/^smtps?:$/.test(protocol) || !hostname || !isBare || (username === '') !== (password === ''))
    return null;
  const [user, pass] = [decoded(username), decoded(password)];
  if (user === null || pass === null || port === '0') return null;
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || host === '::1' || /^127\./.test(host);
  return {
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    mustEncrypt: !secure && user !== '' && !isHere,
    login: user ? { user, pass } : null
  };
}

function senderOf(text: string): SmtpSettings['from'] | null {
  const told = cleanLine(text);
  const [, name = '', bracketed] = /^(?:"?([^"<>]*?)"?\s*)<([^<>]+)>$/.exec(told) ?? [];
  const address = (bracketed ?? told).trim();
  const isAddress = v.is(v.pipe(v.string(), v.email(), v.maxLength(254)), address);
  return isAddress ? { name, address } : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
