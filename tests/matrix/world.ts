import type { Part, RunningServer } from '../e2e/support/server.ts';

/** Who asks, from the least trusted to the most. */
export const roles = [
  'anonymous',
  'outsider',
  'guest',
  'observer',
  'commenter',
  'contributor',
  'facilitator',
  'admin'
] as const satisfies readonly (Part | 'anonymous')[];
export type Role = (typeof roles)[number];

/** One request: a path, and at most one of a JSON body and a form. `cookie` replaces the role's own session. */
export type Ask = { path: string; json?: unknown; form?: Record<string, string>; cookie?: string };
export type Answer = { status: number; location: string | null };

/** The sample programme as the matrix uses it, and makers of things that may be spoilt. */
export type MatrixWorld = ReturnType<typeof matrixWorld>;

export function matrixWorld(server: RunningServer) {
  const { world, url } = server;
  if (!world) throw new Error('The matrix needs the sample programme.');
  const { programmeId: programme, briefId: brief, invitation, invitationId, cast } = world;

  const cookieOf = (role: Role) =>
    role === 'anonymous' ? undefined : `${cast[role].cookie.name}=${cast[role].cookie.value}`;

  function request(method: string, ask: Ask, cookie: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { accept: 'text/html, application/json;q=0.9' };
    if (cookie) headers.cookie = cookie;
    if (method !== 'GET') headers.origin = url;
    if (ask.json !== undefined) headers['content-type'] = 'application/json';
    const body =
      ask.json !== undefined ? JSON.stringify(ask.json) : ask.form ? new URLSearchParams(ask.form) : null;
    return fetch(url + ask.path, { method, headers, body, redirect: 'manual' });
  }

  /** Asks as somebody and lets go of the answer's body, which may be a stream without end. */
  async function send(method: string, ask: Ask, role: Role): Promise<Answer> {
    const response = await request(method, ask, ask.cookie ?? cookieOf(role));
    await response.body?.cancel();
    return { status: response.status, location: response.headers.get('location') };
  }

  async function make<T>(role: Role, path: string, json: unknown): Promise<T> {
    const response = await request('POST', { path, json }, cookieOf(role));
    if (response.status !== 201) {
      throw new Error(`Making something at ${path} answered ${response.status}: ${await response.text()}`);
    }
    return (await response.json()) as T;
  }

  const newBrief = () =>
    make<{ id: string }>('facilitator', `/api/v1/programmes/${programme}/briefs`, {
      title: 'Bus stops',
      lang: 'en'
    });
  const invite = (into: string) =>
    make<{ id: string; secret: string; code: string }>(
      'facilitator',
      `/api/v1/programmes/${into}/invitations`,
      {
        sector: 'resident',
        role: 'observer'
      }
    );

  /** the first words of the sample brief, as somebody would mark them */
  async function markable() {
    const response = await request('GET', { path: `/api/v1/briefs/${brief}/text` }, cookieOf('facilitator'));
    const { sections } = (await response.json()) as { sections: { id: string; text: string }[] };
    const { id: section, text } = sections.find(({ text }) => text.length > 8)!;
    return { section, from: 0, to: 8, quote: text.slice(0, 8), kind: 'need' };
  }

  const commentsPage = `/p/${programme}/briefs/${brief}/comments`;
  async function commentForm(): Promise<Record<string, string>> {
    const { section, quote } = await markable();
    return { section, quote, text: 'From which day?' };
  }
  async function newThread(role: Role): Promise<{ path: string; comment: string }> {
    const ask = { path: `${commentsPage}?/open`, form: await commentForm() };
    const path = (await request('POST', ask, cookieOf(role))).headers.get('location');
    if (!path) throw new Error('Commenting led nowhere.');
    const page = await request('GET', { path }, cookieOf(role));
    const comment = /id="c-([\w-]{22})"/.exec(await page.text())?.[1];
    if (!comment) throw new Error('The thread shows no comment.');
    return { path, comment };
  }

  return {
    programme,
    brief,
    invitation,
    invitationId,
    cast,
    send,
    fresh: {
      invitation: () => invite(programme),
      /** an invitation into a programme that nobody of the cast but the facilitator belongs to */
      async invitationElsewhere() {
        const { id } = await make<{ id: string }>('facilitator', '/api/v1/programmes', programmeBody);
        return invite(id);
      },
      /** somebody who just joined and may be removed again */
      async member(): Promise<{ id: string; cookie: string }> {
        const { secret } = await invite(programme);
        const joined = await request('POST', { path: `/j/${secret}?/guest`, form: joiningForm }, undefined);
        const cookie = joined.headers.getSetCookie()[0]?.split(';')[0];
        if (!cookie) throw new Error(`Joining answered ${joined.status} without a session.`);
        const me = await request('GET', { path: '/api/v1/me' }, cookie);
        return { id: ((await me.json()) as { id: string }).id, cookie };
      },
      /** somebody new with an account, who belongs to no programme */
      async account(): Promise<{ id: string; email: string; password: string }> {
        const { secret } = await invite(programme);
        const given = { email: `lim${Math.random()}@example.org`, password: 'long enough to be taken' };
        const form = { name: 'Lim', ...given };
        const opened = await request('POST', { path: `/sign-up?invitation=${secret}`, form }, undefined);
        const cookie = opened.headers.getSetCookie()[0]?.split(';')[0];
        const me = await request('GET', { path: '/api/v1/me' }, cookie);
        return { id: ((await me.json()) as { id: string }).id, ...given };
      },
      /** a version of the sample brief that was just named */
      async version(): Promise<string> {
        const path = `/p/${programme}/briefs/${brief}/history`;
        await request('POST', { path: `${path}?/name`, form: { name: 'Named' } }, cookieOf('facilitator'));
        const page = await request('GET', { path }, cookieOf('facilitator'));
        const id = /history\/versions\/([\w-]{22})/.exec(await page.text())?.[1];
        if (!id) throw new Error('The history lists no version.');
        return id;
      },
      /** a link with which somebody new chooses a password */
      async resetSecret(): Promise<string> {
        const { id } = await this.account();
        const path = `/admin/accounts/${id}?/resetLink`;
        const page = await request('POST', { path, form: {} }, cookieOf('admin'));
        const secret = /reset-password\/([\w-]{43})/.exec(await page.text())?.[1];
        if (!secret) throw new Error(`Making a link answered ${page.status} without one.`);
        return secret;
      },
      /** the name of a second session of the outsider */
      async otherSession(): Promise<string> {
        const form = { email: cast.outsider.email ?? '', password: 'nobody-guesses-this-9' };
        await request('POST', { path: '/sign-in', form }, undefined);
        const page = await request('GET', { path: '/account' }, cookieOf('outsider'));
        const id = /name="session" value="([^"]+)"/.exec(await page.text())?.[1];
        if (!id) throw new Error('The account page lists no other session.');
        return id;
      },
      /** the id of a guest who was just suspended */
      async suspended(): Promise<string> {
        const { id } = await this.member();
        await request('POST', { path: `/admin/accounts/${id}?/suspend`, form: {} }, cookieOf('admin'));
        return id;
      },
      markable,
      /** the id of a passage the facilitator marked in the sample brief */
      async passage(): Promise<string> {
        const path = `/api/v1/briefs/${brief}/passages`;
        return (await make<{ id: string }>('facilitator', path, await markable())).id;
      },
      /** what a form asks that begins a thread on the sample brief */
      commentForm,
      /** a thread the facilitator began, and its first comment */
      thread: () => newThread('facilitator'),
      /** a thread of a commenter's that waits to be let through */
      async heldThread() {
        const rule = (holds: string) =>
          request('POST', { path: `${commentsPage}?/rule`, form: { holds } }, cookieOf('facilitator'));
        await rule('on');
        const held = await newThread('commenter');
        await rule('');
        return held;
      },
      brief: newBrief,
      /** a new brief and its first section */
      async briefWithSection(): Promise<{ id: string; section: string }> {
        const { id } = await newBrief();
        const text = await request('GET', { path: `/api/v1/briefs/${id}/text` }, cookieOf('facilitator'));
        const { sections } = (await text.json()) as { sections: { id: string }[] };
        return { id, section: sections[0]!.id };
      },
      /** a token of the one who asks, or of the facilitator where they may have none */
      token: (role: Role) =>
        make<{ id: string }>(
          role === 'anonymous' || role === 'guest' ? 'facilitator' : role,
          '/api/v1/tokens',
          {
            name: 'matrix'
          }
        )
    },
    /** Makes the sample programme public or private. */
    async show(visibility: 'public' | 'private'): Promise<void> {
      const path = `/api/v1/programmes/${programme}`;
      const { status } = await send('PATCH', { path, json: { visibility } }, 'facilitator');
      if (status !== 200) throw new Error(`Changing the visibility answered ${status}.`);
    }
  };
}

export const programmeBody = {
  kind: 'course',
  title: 'Reading the river',
  lang: 'en',
  visibility: 'public',
  affiliation: { sector: 'academia', organisation: 'Night school', capacity: null }
};
export const joiningForm = { name: 'Lim', sector: 'resident', organisation: '', capacity: '', consent: 'on' };

/** Whether an answer refuses: told so, shown nothing, or sent to sign in first. */
export function isDenied({ status, location }: Answer): boolean {
  return (
    [401, 403, 404].includes(status) ||
    (status === 303 && !!location && new URL(location, 'http://x').pathname === '/sign-in')
  );
}

/** Whether an answer did what was asked. A complaint about the input is neither: then the request itself is wrong. */
export function isDone(answer: Answer): boolean {
  return answer.status < 400 && !isDenied(answer);
}
