import { newId } from '#lib/kernel/index.ts';
import { joiningForm, programmeBody, roles, type Ask, type MatrixWorld, type Role } from './world.ts';

/** Who may use one entrance, and a request that is right in everything but who asks. */
export type Row = {
  allow: readonly Role[];
  /** belongs to the sample programme: strangers lose it while the programme is private */
  isInside?: true;
  /** the roles to ask, where not all: what changes the asker's own session asks as few as it needs */
  only?: readonly Role[];
  ask(world: MatrixWorld, role: Role): Ask | Promise<Ask>;
};

const everyone = roles;
const nobody: readonly Role[] = [];
const signedIn = roles.filter((role) => role !== 'anonymous');
const accounts = signedIn.filter((role) => role !== 'guest');
const facilitators = ['facilitator'] as const;
const members = signedIn.filter((role) => role !== 'outsider' && role !== 'admin');
const writers = ['guest', 'contributor', 'facilitator'] as const;
const caretakers = ['facilitator', 'admin'] as const;

const at = (path: string) => () => ({ path });
const inProgramme = (rest: string) => (world: MatrixWorld) => ({ path: `/p/${world.programme}${rest}` });
const apiProgramme = (rest: string) => (world: MatrixWorld) => ({
  path: `/api/v1/programmes/${world.programme}${rest}`
});
const apiBrief = (rest: string) => (world: MatrixWorld) => ({ path: `/api/v1/briefs/${world.brief}${rest}` });

const programmeForm = {
  kind: 'course',
  title: 'Reading the river',
  lang: 'en',
  visibility: 'public',
  sector: 'academia'
};
const briefForm = { title: 'Bus stops', lang: 'en' };

const service: Record<string, Row> = {
  'GET /healthz': { allow: everyone, ask: at('/healthz') },
  'GET /readyz': { allow: everyone, ask: at('/readyz') },
  // From this machine; from elsewhere only with the token.
  'GET /metrics': { allow: everyone, ask: at('/metrics') },
  // Only `npm run demo` opens it.
  'GET /demo': { allow: nobody, ask: at('/demo') },
  'POST /demo': { allow: nobody, ask: () => ({ path: '/demo', form: { persona: 'facilitator' } }) },
  // Only `npm run dev` shows it.
  'GET /gallery': { allow: nobody, ask: at('/gallery') },
  // Whatever may not be followed is told as ended in the stream itself.
  'GET /live': { allow: everyone, ask: ({ brief }) => ({ path: `/live?as=&t=text:${brief}@` }) },
  // Lists only what the asker may see.
  'GET /palette': { allow: everyone, ask: at('/palette') },
  'POST /language': {
    allow: everyone,
    ask: () => ({ path: '/language', form: { locale: 'en', to: '/about' } })
  }
};

const ownAffairs: Record<string, Row> = {
  'GET /': { allow: everyone, ask: at('/') },
  'GET /api': { allow: everyone, ask: at('/api') },
  'GET /about': { allow: everyone, ask: at('/about') },
  // The sample programme comes with an admin: setting up is over.
  'GET /setup/[secret]': { allow: nobody, ask: at('/setup/nothing') },
  'POST /setup/[secret]': {
    allow: nobody,
    ask: () => ({
      path: '/setup/nothing',
      form: { name: 'Lim', email: 'lim@example.org', password: 'long enough to be taken' }
    })
  },
  'GET /sign-in': { allow: everyone, ask: at('/sign-in') },
  'POST /sign-in': {
    allow: everyone,
    only: ['anonymous'],
    ask: ({ cast }) => ({
      path: '/sign-in',
      form: { email: cast.outsider.email ?? '', password: 'nobody-guesses-this-9' }
    })
  },
  'GET /sign-up': {
    allow: everyone,
    ask: ({ invitation }) => ({ path: `/sign-up?invitation=${invitation}` })
  },
  'POST /sign-up': {
    allow: everyone,
    only: ['anonymous'],
    ask: async ({ fresh }) => ({
      path: `/sign-up?invitation=${(await fresh.invitation()).secret}`,
      form: { name: 'Lim', email: `lim${Date.now()}@example.org`, password: 'long enough to be taken' }
    })
  },
  'GET /sign-out': { allow: everyone, ask: at('/sign-out') },
  'POST /sign-out': {
    allow: everyone,
    only: ['guest'],
    ask: async ({ fresh }) => ({ path: '/sign-out', form: {}, cookie: (await fresh.member()).cookie })
  },
  'GET /forgot-password': { allow: everyone, ask: at('/forgot-password') },
  // Without SMTP_URL it says that no mail is sent; with it, the answer is the same for all.
  'POST /forgot-password': {
    allow: nobody,
    only: [],
    ask: () => ({ path: '/forgot-password', form: { email: 'lim@example.org' } })
  },
  'GET /reset-password/[secret]': {
    allow: everyone,
    ask: async ({ fresh }) => ({ path: `/reset-password/${await fresh.resetSecret()}` })
  },
  'POST /reset-password/[secret]': {
    allow: everyone,
    only: ['anonymous'],
    ask: async ({ fresh }) => ({
      path: `/reset-password/${await fresh.resetSecret()}`,
      form: { password: 'nobody-guesses-this-9' }
    })
  },
  // Only a link that was sent by mail opens it.
  'GET /confirm-email/[secret]': { allow: nobody, only: [], ask: at('/confirm-email/nothing') },
  'POST /confirm-email/[secret]': {
    allow: nobody,
    only: [],
    ask: () => ({ path: '/confirm-email/nothing', form: {} })
  },
  'GET /account': { allow: signedIn, ask: at('/account') },
  // Who has an account is sent to its page: nothing to keep there any more.
  'GET /account/claim': { allow: signedIn, ask: at('/account/claim') },
  'POST /account/claim?/upgrade': {
    allow: ['guest'],
    ask: async ({ fresh }, role) => ({
      path: '/account/claim?/upgrade',
      form: { email: `lim-${Date.now()}@example.org`, password: 'long enough to be taken' },
      ...(role === 'guest' && { cookie: (await fresh.member()).cookie })
    })
  },
  'POST /account/claim?/claim': {
    allow: ['guest'],
    // The account takes the guest's place in the programme: none that later rows ask as.
    ask: async ({ fresh }, role) => {
      const { email, password } = await fresh.account();
      return {
        path: '/account/claim?/claim',
        form: { email, password },
        ...(role === 'guest' && { cookie: (await fresh.member()).cookie })
      };
    }
  },
  'POST /account?/endOthers': { allow: signedIn, ask: () => ({ path: '/account?/endOthers', form: {} }) },
  'POST /account?/profile': {
    allow: signedIn,
    only: ['anonymous', 'guest', 'outsider'],
    ask: ({ cast }, role) => ({
      path: '/account?/profile',
      form: { name: cast[role === 'guest' ? 'guest' : 'outsider'].name }
    })
  },
  // Without mail nothing can be confirmed: only the refusals for who they are can be asked here.
  'POST /account?/confirmEmail': {
    allow: nobody,
    only: ['anonymous', 'guest'],
    ask: () => ({ path: '/account?/confirmEmail', form: {} })
  },
  'POST /account?/changeEmail': {
    allow: accounts,
    only: ['anonymous', 'guest', 'outsider'],
    ask: ({ cast }) => ({
      path: '/account?/changeEmail',
      form: { email: cast.outsider.email ?? '', password: 'nobody-guesses-this-9' }
    })
  },
  'POST /account?/changePassword': {
    allow: accounts,
    only: ['anonymous', 'guest', 'outsider'],
    ask: () => ({
      path: '/account?/changePassword',
      form: { current: 'nobody-guesses-this-9', password: 'nobody-guesses-this-9' }
    })
  },
  'POST /account?/endSession': {
    allow: signedIn,
    only: ['anonymous', 'outsider'],
    ask: async ({ fresh }) => ({
      path: '/account?/endSession',
      form: { session: await fresh.otherSession() }
    })
  },
  'POST /account?/createToken': {
    allow: accounts,
    ask: () => ({ path: '/account?/createToken', form: { name: 'matrix' } })
  },
  'POST /account?/revokeToken': {
    allow: accounts,
    ask: async ({ fresh }, role) => ({
      path: '/account?/revokeToken',
      form: { id: (await fresh.token(role)).id }
    })
  }
};

const admins = ['admin'] as const;
const ofSomebody = (action: string, form: Record<string, string>) => async (world: MatrixWorld) => ({
  path: `/admin/accounts/${(await world.fresh.member()).id}?/${action}`,
  form
});

const administration: Record<string, Row> = {
  'GET /admin/accounts': { allow: admins, ask: at('/admin/accounts') },
  'GET /admin/accounts/[account]': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}` })
  },
  'POST /admin/accounts/[account]?/suspend': { allow: admins, ask: ofSomebody('suspend', { reason: '' }) },
  'POST /admin/accounts/[account]?/lift': {
    allow: admins,
    ask: async ({ fresh }) => ({
      path: `/admin/accounts/${await fresh.suspended()}?/lift`,
      form: {}
    })
  },
  'POST /admin/accounts/[account]?/resetLink': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}?/resetLink`, form: {} })
  },
  'POST /admin/accounts/[account]?/setAdmin': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}?/setAdmin`, form: { admin: 'no' } })
  },
  'GET /admin/mail': { allow: admins, ask: at('/admin/mail') }
};

const joining: Record<string, Row> = {
  'GET /join': { allow: everyone, ask: at('/join') },
  'POST /join': {
    allow: everyone,
    ask: async ({ fresh }) => ({ path: '/join', form: { code: (await fresh.invitation()).code } })
  },
  'GET /j/[secret]': { allow: everyone, ask: ({ invitation }) => ({ path: `/j/${invitation}` }) },
  'POST /j/[secret]?/guest': {
    allow: everyone,
    ask: async ({ fresh }) => ({
      path: `/j/${(await fresh.invitationElsewhere()).secret}?/guest`,
      form: joiningForm
    })
  },
  'POST /j/[secret]?/account': {
    allow: signedIn,
    ask: async ({ fresh }) => ({
      path: `/j/${(await fresh.invitationElsewhere()).secret}?/account`,
      form: joiningForm
    })
  }
};

const programmePages: Record<string, Row> = {
  'GET /p/new': { allow: accounts, ask: at('/p/new') },
  'POST /p/new': { allow: accounts, ask: () => ({ path: '/p/new', form: programmeForm }) },
  'GET /p/[programme]': { allow: everyone, isInside: true, ask: inProgramme('') },
  'GET /p/[programme]/record': { allow: everyone, isInside: true, ask: inProgramme('/record') },
  'GET /p/[programme]/edit': { allow: facilitators, isInside: true, ask: inProgramme('/edit') },
  'POST /p/[programme]/edit': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/edit`, form: programmeForm })
  },
  'GET /p/[programme]/phases': { allow: facilitators, isInside: true, ask: inProgramme('/phases') },
  'POST /p/[programme]/phases?/save': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/phases?/save`, form: {} })
  },
  'POST /p/[programme]/phases?/template': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/phases?/template`, form: {} })
  },
  'GET /p/[programme]/people': { allow: everyone, isInside: true, ask: inProgramme('/people') },
  'POST /p/[programme]/people?/inviteEverySector': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/people?/inviteEverySector`, form: {} })
  },
  'POST /p/[programme]/people?/invite': {
    allow: facilitators,
    ask: ({ programme }) => ({
      path: `/p/${programme}/people?/invite`,
      form: { sector: 'business', role: 'contributor', days: '7' }
    })
  },
  'POST /p/[programme]/people?/revoke': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/people?/revoke`,
      form: { invitation: (await fresh.invitation()).id }
    })
  },
  'POST /p/[programme]/people?/changeRole': {
    allow: caretakers,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/people?/changeRole`,
      form: { account: (await fresh.member()).id, role: 'commenter', name: 'Lim' }
    })
  },
  'POST /p/[programme]/people?/changeAffiliation': {
    allow: members,
    ask: ({ programme }) => ({
      path: `/p/${programme}/people?/changeAffiliation`,
      form: { sector: 'resident', organisation: 'Riverside neighbours', capacity: '' }
    })
  },
  // Whose address is not confirmed is told so; who is no member is refused.
  'POST /p/[programme]/people?/proveByEmail': {
    allow: nobody,
    only: ['anonymous', 'outsider', 'admin'],
    ask: ({ programme }) => ({ path: `/p/${programme}/people?/proveByEmail`, form: {} })
  },
  'POST /p/[programme]/people?/giveProof': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/people?/giveProof`,
      form: { account: (await fresh.member()).id, level: 'vouched', name: 'Lim' }
    })
  },
  'POST /p/[programme]/people?/withdrawProof': {
    allow: caretakers,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/people?/withdrawProof`,
      form: { account: (await fresh.member()).id, name: 'Lim' }
    })
  },
  'POST /p/[programme]/people?/remove': {
    allow: caretakers,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/people?/remove`,
      form: { account: (await fresh.member()).id, name: 'Lim' }
    })
  },
  'GET /p/[programme]/invitations': { allow: facilitators, isInside: true, ask: inProgramme('/invitations') },
  'GET /p/[programme]/invitations/[id]': {
    allow: facilitators,
    isInside: true,
    ask: ({ programme, invitationId }) => ({ path: `/p/${programme}/invitations/${invitationId}` })
  }
};

const briefPages: Record<string, Row> = {
  'GET /p/[programme]/briefs/new': { allow: facilitators, isInside: true, ask: inProgramme('/briefs/new') },
  'POST /p/[programme]/briefs/new': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/briefs/new`, form: briefForm })
  },
  'GET /p/[programme]/briefs/[brief]': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}` })
  },
  'GET /p/[programme]/briefs/[brief]/text.md': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/text.md` })
  },
  'GET /p/[programme]/briefs/[brief]/edit': {
    allow: facilitators,
    isInside: true,
    ask: async ({ programme, fresh }) => ({ path: `/p/${programme}/briefs/${(await fresh.brief()).id}/edit` })
  },
  'POST /p/[programme]/briefs/[brief]/edit': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/briefs/${(await fresh.brief()).id}/edit`,
      form: { ...briefForm, stage: 'draft' }
    })
  }
};

const api: Record<string, Row> = {
  'ANY /api/[...rest]': { allow: nobody, ask: at('/api/v1/nothing') },
  'GET /api/v1/openapi.json': { allow: everyone, ask: at('/api/v1/openapi.json') },
  'GET /api/v1/me': { allow: signedIn, ask: at('/api/v1/me') },
  'PATCH /api/v1/me': {
    allow: signedIn,
    ask: () => ({ path: '/api/v1/me', json: { lang: null } })
  },
  'GET /api/v1/me/sessions': { allow: signedIn, ask: at('/api/v1/me/sessions') },
  'DELETE /api/v1/me/sessions/[session]': {
    allow: signedIn,
    only: ['anonymous', 'outsider'],
    ask: async ({ fresh }) => ({ path: `/api/v1/me/sessions/${await fresh.otherSession()}` })
  },
  'GET /api/v1/accounts': { allow: admins, ask: at('/api/v1/accounts') },
  'POST /api/v1/accounts': {
    allow: admins,
    ask: () => ({
      path: '/api/v1/accounts',
      json: { name: 'Lim', email: `lim-${newId()}@example.org`, password: 'long enough to be taken' }
    })
  },
  'GET /api/v1/accounts/[account]': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/api/v1/accounts/${cast.outsider.id}` })
  },
  'POST /api/v1/accounts/[account]/suspension': {
    allow: admins,
    ask: async ({ fresh }) => ({
      path: `/api/v1/accounts/${(await fresh.member()).id}/suspension`,
      json: { reason: null }
    })
  },
  'DELETE /api/v1/accounts/[account]/suspension': {
    allow: admins,
    ask: async ({ fresh }) => ({ path: `/api/v1/accounts/${await fresh.suspended()}/suspension` })
  },
  'GET /api/v1/tokens': { allow: accounts, ask: at('/api/v1/tokens') },
  'POST /api/v1/tokens': {
    allow: accounts,
    ask: () => ({ path: '/api/v1/tokens', json: { name: 'matrix' } })
  },
  'DELETE /api/v1/tokens/[token]': {
    allow: accounts,
    ask: async ({ fresh }, role) => ({ path: `/api/v1/tokens/${(await fresh.token(role)).id}` })
  },
  'GET /api/v1/programmes': { allow: everyone, ask: at('/api/v1/programmes') },
  'POST /api/v1/programmes': {
    allow: accounts,
    ask: () => ({ path: '/api/v1/programmes', json: programmeBody })
  },
  'GET /api/v1/programmes/[programme]': { allow: everyone, isInside: true, ask: apiProgramme('') },
  'PATCH /api/v1/programmes/[programme]': {
    allow: facilitators,
    ask: (world) => ({
      ...apiProgramme('')(world),
      json: { summary: 'What the river does when nobody looks.' }
    })
  },
  'PUT /api/v1/programmes/[programme]/phases': {
    allow: facilitators,
    ask: (world) => ({
      ...apiProgramme('/phases')(world),
      json: { phases: [{ kind: 'build', title: 'Building' }] }
    })
  },
  'GET /api/v1/programmes/[programme]/events': {
    allow: everyone,
    isInside: true,
    ask: apiProgramme('/events')
  },
  'GET /api/v1/programmes/[programme]/members': {
    allow: everyone,
    isInside: true,
    ask: apiProgramme('/members')
  },
  'PATCH /api/v1/programmes/[programme]/members/[account]': {
    allow: caretakers,
    ask: async (world) => ({
      ...apiProgramme(`/members/${(await world.fresh.member()).id}`)(world),
      json: { role: 'commenter' }
    })
  },
  'PUT /api/v1/programmes/[programme]/members/[account]/proof': {
    allow: facilitators,
    ask: async (world) => ({
      ...apiProgramme(`/members/${(await world.fresh.member()).id}/proof`)(world),
      json: { level: 'vouched' }
    })
  },
  'DELETE /api/v1/programmes/[programme]/members/[account]/proof': {
    allow: caretakers,
    ask: async (world) => apiProgramme(`/members/${(await world.fresh.member()).id}/proof`)(world)
  },
  'PUT /api/v1/programmes/[programme]/affiliation': {
    allow: members,
    ask: (world) => ({
      ...apiProgramme('/affiliation')(world),
      json: { sector: 'resident', organisation: 'Riverside neighbours', capacity: null }
    })
  },
  'DELETE /api/v1/programmes/[programme]/members/[account]': {
    allow: caretakers,
    ask: async (world) => apiProgramme(`/members/${(await world.fresh.member()).id}`)(world)
  },
  'GET /api/v1/programmes/[programme]/invitations': {
    allow: facilitators,
    ask: apiProgramme('/invitations')
  },
  'POST /api/v1/programmes/[programme]/invitations': {
    allow: facilitators,
    ask: (world) => ({ ...apiProgramme('/invitations')(world), json: { sector: 'business' } })
  },
  'POST /api/v1/programmes/[programme]/invitations/set': {
    allow: facilitators,
    ask: (world) => ({ ...apiProgramme('/invitations/set')(world), json: {} })
  },
  'GET /api/v1/invitations/[invitation]': {
    allow: facilitators,
    ask: ({ invitationId }) => ({ path: `/api/v1/invitations/${invitationId}` })
  },
  'DELETE /api/v1/invitations/[invitation]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({ path: `/api/v1/invitations/${(await fresh.invitation()).id}` })
  },
  'GET /api/v1/programmes/[programme]/briefs': {
    allow: everyone,
    isInside: true,
    ask: apiProgramme('/briefs')
  },
  'POST /api/v1/programmes/[programme]/briefs': {
    allow: facilitators,
    ask: (world) => ({ ...apiProgramme('/briefs')(world), json: briefForm })
  },
  'GET /api/v1/briefs/[brief]': { allow: everyone, isInside: true, ask: apiBrief('') },
  'PATCH /api/v1/briefs/[brief]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({
      path: `/api/v1/briefs/${(await fresh.brief()).id}`,
      json: { title: 'Bus shelters' }
    })
  },
  'GET /api/v1/briefs/[brief]/text': { allow: everyone, isInside: true, ask: apiBrief('/text') },
  'POST /api/v1/briefs/[brief]/text': {
    allow: writers,
    ask: (world) => ({
      ...apiBrief('/text')(world),
      json: { key: 'unknowns', markdown: 'Who answers at night?', mode: 'replace' }
    })
  },
  'GET /api/v1/briefs/[brief]/history/[seq]': {
    allow: everyone,
    isInside: true,
    ask: apiBrief('/history/1')
  },
  'GET /api/v1/briefs/[brief]/history': { allow: everyone, isInside: true, ask: apiBrief('/history') },
  'PUT /api/v1/briefs/[brief]/assignments/[role]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({
      path: `/api/v1/briefs/${(await fresh.brief()).id}/assignments/steward`,
      json: { label: 'Water office' }
    })
  },
  'DELETE /api/v1/briefs/[brief]/assignments/[role]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({ path: `/api/v1/briefs/${(await fresh.brief()).id}/assignments/responder` })
  }
};

/** Every entrance of the app. A page or endpoint without a line here fails the tests. */
export const expectations: Readonly<Record<string, Row>> = {
  ...service,
  ...ownAffairs,
  ...administration,
  ...joining,
  ...programmePages,
  ...briefPages,
  ...api
};

/** Who may use an entrance while the sample programme is public or private. */
export function allowedTo(row: Row, visibility: 'public' | 'private'): readonly Role[] {
  if (visibility === 'public' || !row.isInside) return row.allow;
  return row.allow.filter((role) => role !== 'anonymous' && role !== 'outsider');
}
