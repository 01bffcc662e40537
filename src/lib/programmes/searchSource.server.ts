import { createHash } from 'node:crypto';
import type { Id, Notice, Rows } from '#lib/kernel/index.ts';
import type { SearchSource } from '#lib/search/index.ts';
import type { Programme } from './programme.ts';
import { findProgramme, listVisibleProgrammes } from './programmeStore.server.ts';

/** Programmes for the search: their titles and what they are about. */
export function programmeSource(read: Rows): SearchSource {
  return {
    name: 'programme',
    async stamps() {
      const all = await listVisibleProgrammes(read, { account: null, isAdmin: true });
      return new Map(all.toReversed().map((programme) => [programme.id, stampOf(programme)]));
    },
    touchedBy(notice: Notice): Id[] {
      return notice.kind === 'event' && notice.subject.kind === 'programme' ? [notice.subject.id] : [];
    },
    async read(id) {
      const programme = await findProgramme(read, id);
      if (!programme) return null;
      const { title, titleTranslated, summary, summaryTranslated, lang } = programme;
      return {
        programme: id,
        stamp: stampOf(programme),
        entries: [
          {
            ...{
              kind: 'programme',
              subject: id,
              brief: null,
              lang,
              heading: '',
              label: null,
              path: '',
              places: []
            },
            title: [title, titleTranslated].filter(Boolean).join('\n'),
            text: [summary, summaryTranslated].filter(Boolean).join('\n')
          }
        ]
      };
    }
  };
}

function stampOf({ title, titleTranslated, summary, summaryTranslated, lang }: Programme): string {
  const words = JSON.stringify([title, titleTranslated, summary, summaryTranslated, lang]);
  return createHash('sha256').update(words).digest('base64url');
}
