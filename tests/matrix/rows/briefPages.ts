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
  'GET /p/[programme]/briefs/[brief]/comments': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({ path: `/p/${programme}/briefs/${brief}/comments` })
  },
  'POST /p/[programme]/briefs/[brief]/comments?/open': {
    allow: discussing,
    ask: async ({ programme, brief, fresh }) => ({
      path: `/p/${programme}/briefs/${brief}/comments?/open`,
      form: await fresh.commentForm()
    })
  },
  'POST /p/[programme]/briefs/[brief]/comments?/read': {
    allow: everyone,
    isInside: true,
    ask: ({ programme, brief }) => ({
      path: `/p/${programme}/briefs/${brief}/comments?/read`,
      form: { until: '1' }
    })
  },
  'POST /p/[programme]/briefs/[brief]/comments?/rule': {
    allow: facilitators,
    ask: ({ programme, brief }) => ({
      path: `/p/${programme}/briefs/${brief}/comments?/rule`,
      form: { holds: '' }
    })
  },
  'GET /p/[programme]/comments/[thread]': {
    allow: everyone,
    isInside: true,
    ask: async ({ fresh }) => ({ path: (await fresh.thread()).path })
  },
  'POST /p/[programme]/comments/[thread]?/reply': {
    allow: discussing,
    ask: async ({ fresh }) => ({
      path: `${(await fresh.thread()).path}?/reply`,
      form: { text: 'From the booking.' }
    })
  },
  'POST /p/[programme]/comments/[thread]?/resolve': {
    allow: discussing,
    ask: async ({ fresh }) => ({ path: `${(await fresh.thread()).path}?/resolve`, form: { resolved: 'on' } })
  },
  'POST /p/[programme]/comments/[thread]?/react': {
    allow: discussing,
    ask: async ({ fresh }) => {
      const { path, comment } = await fresh.thread();
      return { path: `${path}?/react`, form: { comment, kind: 'agree', on: 'on' } };
    }
  },
  // Whoever wrote it may, and nobody else.
  'POST /p/[programme]/comments/[thread]?/edit': {
    allow: facilitators,
    ask: async ({ fresh }) => {
      const { path, comment } = await fresh.thread();
      return { path: `${path}?/edit`, form: { comment, text: 'From which night?' } };
    }
  },
  'POST /p/[programme]/comments/[thread]?/remove': {
    allow: facilitators,
    ask: async ({ fresh }) => {
      const { path, comment } = await fresh.thread();
      return { path: `${path}?/remove`, form: { comment } };
    }
  },
  'POST /p/[programme]/comments/[thread]?/decide': {
    allow: facilitators,
    ask: async ({ fresh }) => {
      const { path, comment } = await fresh.heldThread();
      return { path: `${path}?/decide`, form: { comment, show: 'on' } };
    }
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
