import { newId } from '#lib/kernel/index.ts';
import {
  everyone,
  nobody,
  signedIn,
  accounts,
  facilitators,
  members,
  writers,
  caretakers,
  at,
  apiProgramme,
  apiBrief,
  briefForm,
  admins,
  type Row
} from '../row.ts';
import { programmeBody } from '../world.ts';

/** Who may use the API. */
export const api: Record<string, Row> = {
  'ANY /api/[...rest]': { allow: nobody, ask: at('/api/v1/nothing') },
  'GET /api/v1/openapi.json': { allow: everyone, ask: at('/api/v1/openapi.json') },
  'GET /api/v1/search': { allow: everyone, ask: at('/api/v1/search?q=ferry') },
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
  'GET /api/v1/briefs/[brief]/export': {
    allow: everyone,
    isInside: true,
    ask: apiBrief('/export?format=odt')
  },
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
  'GET /api/v1/briefs/[brief]/passages': { allow: everyone, isInside: true, ask: apiBrief('/passages') },
  'POST /api/v1/briefs/[brief]/passages': {
    allow: [...writers, 'commenter'],
    ask: async ({ brief, fresh }) => ({
      path: `/api/v1/briefs/${brief}/passages`,
      json: await fresh.markable()
    })
  },
  'GET /api/v1/passages/[passage]': {
    allow: everyone,
    isInside: true,
    ask: async ({ fresh }) => ({ path: `/api/v1/passages/${await fresh.passage()}` })
  },
  // Whoever marked it may, too: roomRights.test.ts.
  'PATCH /api/v1/passages/[passage]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({
      path: `/api/v1/passages/${await fresh.passage()}`,
      json: { kind: 'evidence' }
    })
  },
  'DELETE /api/v1/passages/[passage]': {
    allow: facilitators,
    ask: async ({ fresh }) => ({ path: `/api/v1/passages/${await fresh.passage()}` })
  },
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
