import type { BrowserContext } from '@playwright/test';
import type { Part, RunningServer, World } from './server.ts';

type Seeded = RunningServer & { world: World };
type Cookie = { name: string; value: string };

/** Somebody who has joined, and how to be them. */
export type Joined = { id: string; name: string; cookie: Cookie };
export type OpenInvitation = { id: string; secret: string };
/** A programme of its own for one test, with one brief and one link into it. */
export type Place = { programme: string; brief: string; path: string; invitation: OpenInvitation };

export const headerOf = (cookie: Cookie) => `${cookie.name}=${cookie.value}`;

/** Asks the API as somebody's own page would. */
export function asPart(server: Seeded, part: Part) {
  return (method: string, path: string, json?: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: headerOf(server.world.cast[part].cookie),
        origin: server.url,
        ...(json === undefined ? {} : { 'content-type': 'application/json' })
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) })
    });
}

/** What the API answered, when it did what it was asked. */
export async function done<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** The facilitator makes a public programme with an English brief and a link for contributors. */
export async function makePlace(
  server: Seeded,
  titles: { programme: string; brief: string; label?: string }
): Promise<Place> {
  const ask = asPart(server, 'facilitator');
  const { id: programme } = await done<{ id: string }>(
    ask('POST', '/programmes', {
      kind: 'hackathon',
      title: titles.programme,
      lang: 'en',
      visibility: 'public',
      affiliation: { sector: 'civil_society' }
    })
  );
  const { id: brief } = await done<{ id: string }>(
    ask('POST', `/programmes/${programme}/briefs`, { title: titles.brief, lang: 'en' })
  );
  const invitation = await done<OpenInvitation>(
    ask('POST', `/programmes/${programme}/invitations`, {
      sector: 'resident',
      role: 'contributor',
      briefId: brief,
      ...(titles.label ? { label: titles.label } : {})
    })
  );
  return { programme, brief, path: `/p/${programme}/briefs/${brief}`, invitation };
}

/** Joins by the form of an invitation's page, as a guest. */
export async function joinAsGuest(
  server: Seeded,
  invitation: OpenInvitation,
  person: { name: string; organisation?: string }
): Promise<Joined> {
  const cookie = await sessionFrom(server, `/j/${invitation.secret}?/guest`, {
    name: person.name,
    organisation: person.organisation ?? '',
    sector: 'resident',
    consent: 'on'
  });
  return who(server, cookie);
}

/** Opens an account by an invitation and joins with it. */
export async function joinWithAccount(
  server: Seeded,
  invitation: OpenInvitation,
  person: { name: string; email: string; password: string }
): Promise<Joined> {
  const cookie = await sessionFrom(server, `/sign-up?invitation=${invitation.secret}`, person);
  const fields = { organisation: '', sector: 'resident', consent: 'on' };
  await post(server, `/j/${invitation.secret}?/account`, fields, cookie);
  return who(server, cookie);
}

/** Signs in once more, as from another device. */
export function signInAgain(server: Seeded, email: string, password: string): Promise<Cookie> {
  return sessionFrom(server, '/sign-in', { email, password });
}

export async function beSomebody(context: BrowserContext, server: Seeded, cookie: Cookie): Promise<void> {
  await context.addCookies([{ ...cookie, url: server.url, httpOnly: true, sameSite: 'Lax' }]);
}

/** The committed text of a brief, all sections together. */
export async function committedText(server: Seeded, brief: string): Promise<string> {
  const answer = await done<{ sections: { text: string }[] }>(
    asPart(server, 'facilitator')('GET', `/briefs/${brief}/text`)
  );
  return answer.sections.map(({ text }) => text).join('\n');
}

async function post(
  server: Seeded,
  path: string,
  fields: Record<string, string>,
  cookie?: Cookie
): Promise<Response> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { accept: 'text/html', origin: server.url, ...(cookie ? { cookie: headerOf(cookie) } : {}) },
    body: new URLSearchParams(fields),
    redirect: 'manual'
  });
  if (response.status !== 303) throw new Error(`${path} answered ${response.status}, not a redirect.`);
  return response;
}

async function sessionFrom(server: Seeded, path: string, fields: Record<string, string>): Promise<Cookie> {
  const response = await post(server, path, fields);
  const { name } = server.world.cast.admin.cookie;
  const value = response.headers
    .getSetCookie()
    .find((line) => line.startsWith(`${name}=`))
    ?.split(/[=;]/)[1];
  if (!value) throw new Error(`${path} gave no session.`);
  return { name, value };
}

async function who(server: Seeded, cookie: Cookie): Promise<Joined> {
  const me = await done<{ id: string; name: string }>(
    fetch(`${server.url}/api/v1/me`, { headers: { cookie: headerOf(cookie) } })
  );
  return { id: me.id, name: me.name, cookie };
}
