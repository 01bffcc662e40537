import {
  briefForm,
  discussing,
  everyone,
  facilitators,
  inProgramme,
  nobody,
  writers,
  type Row
} from '../row.ts';

/** Who may use a brief’s pages. */
export const briefPages: Record<string, Row> = {
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
  'GET /p/[programme]/briefs/[brief]/export': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/export` })
  },
  'GET /p/[programme]/briefs/[brief]/export/[format]': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/export/odt` })
  },
  'GET /p/[programme]/briefs/[brief]/history': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/history` })
  },
  'GET /p/[programme]/briefs/[brief]/history/[seq]': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/history/1` })
  },
  'POST /p/[programme]/briefs/[brief]/history/[seq]?/restore': {
    allow: writers,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/briefs/${(await fresh.brief()).id}/history/1?/restore`,
      form: { section: '' }
    })
  },
  'GET /p/[programme]/briefs/[brief]/history/compare': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/history/compare?from=1&to=1` })
  },
  'POST /p/[programme]/briefs/[brief]/history?/name': {
    allow: writers,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/briefs/${(await fresh.brief()).id}/history?/name`,
      form: { name: 'First version' }
    })
  },
  'POST /p/[programme]/briefs/[brief]/history?/seal': {
    allow: facilitators,
    ask: async ({ programme, brief, fresh }) => ({
      path: `/p/${programme}/briefs/${brief}/history?/seal`,
      form: { version: await fresh.version() }
    })
  },
  'POST /p/[programme]/briefs/[brief]/history?/unseal': {
    allow: facilitators,
    ask: async ({ programme, brief, fresh }) => ({
      path: `/p/${programme}/briefs/${brief}/history?/unseal`,
      form: { version: await fresh.version(), reason: 'New figures' }
    })
  },
  'GET /p/[programme]/briefs/[brief]/history/versions/[version]': {
    allow: everyone,
    isInside: true,
    ask: async ({ programme, brief, fresh }) => ({
      path: `/p/${programme}/briefs/${brief}/history/versions/${await fresh.version()}`
    })
  },
  'GET /p/[programme]/briefs/[brief]/voices': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/voices` })
  },
  'GET /p/[programme]/briefs/[brief]/passages': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/passages` })
  },
  'GET /p/[programme]/passages/[passage]': {
    allow: everyone,
    isInside: true,
    ask: async ({ programme, fresh }) => ({ path: `/p/${programme}/passages/${await fresh.passage()}` })
  },
  // Whoever marked it may, too: roomRights.test.ts.
  'POST /p/[programme]/passages/[passage]?/kind': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/passages/${await fresh.passage()}?/kind`,
      form: { kind: 'term' }
    })
  },
  'POST /p/[programme]/passages/[passage]?/confirm': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/passages/${await fresh.passage()}?/confirm`,
      form: { text: (await fresh.markable()).quote }
    })
  },
  'POST /p/[programme]/passages/[passage]?/remove': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/passages/${await fresh.passage()}?/remove`,
      form: {}
    })
  },
  'GET /p/[programme]/briefs/[brief]/framing': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/framing` })
  },
  'POST /p/[programme]/briefs/[brief]/framing?/say': {
    allow: discussing,
    ask: async ({ programme, fresh }) => {
      const { id, section } = await fresh.briefWithSection();
      const form = { section, state: 'contested', reason: 'Not so.' };
      return { path: `/p/${programme}/briefs/${id}/framing?/say`, form };
    }
  },
  'POST /p/[programme]/briefs/[brief]/framing?/own': {
    allow: writers,
    ask: async ({ programme, fresh }) => {
      const { id, section } = await fresh.briefWithSection();
      return {
        path: `/p/${programme}/briefs/${id}/framing?/own`,
        form: { section, account: '' }
      };
    }
  },
  'POST /p/[programme]/briefs/[brief]/framing?/answer': {
    allow: facilitators,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/briefs/${(await fresh.brief()).id}/framing?/answer`,
      form: { question: 'room', answer: 'yes' }
    })
  },
  'POST /p/[programme]/briefs/[brief]/framing?/giveWord': {
    // Only its responder may: `src/lib/framing/framing.test.ts`.
    allow: nobody,
    ask: async ({ programme, fresh }) => ({
      path: `/p/${programme}/briefs/${(await fresh.brief()).id}/framing?/giveWord`,
      form: {}
    })
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
