import {
  everyone,
  nobody,
  accounts,
  facilitators,
  members,
  caretakers,
  at,
  inProgramme,
  programmeForm,
  type Row
} from '../row.ts';

/** Who may use a programme’s pages. */
export const programmePages: Record<string, Row> = {
  'GET /p/new': { allow: accounts, ask: at('/p/new') },
  'POST /p/new': { allow: accounts, ask: () => ({ path: '/p/new', form: programmeForm }) },
  'GET /p/[programme]': { allow: everyone, isInside: true, ask: inProgramme('') },
  'GET /p/[programme]/record': { allow: everyone, isInside: true, ask: inProgramme('/record') },
  'GET /p/[programme]/search': { allow: everyone, isInside: true, ask: inProgramme('/search?q=ferry') },
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
  'POST /p/[programme]/phases?/propose': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/phases?/propose`, form: {} })
  },
  'POST /p/[programme]/phases?/dropProposal': {
    allow: facilitators,
    ask: ({ programme }) => ({ path: `/p/${programme}/phases?/dropProposal`, form: {} })
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
