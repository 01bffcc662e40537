import { briefJsonText } from '#lib/briefs/index.server.ts';
import { personWords } from './layout.ts';
import type { BriefExport } from './briefExport.ts';

/** A brief as the one file that loses nothing; `briefs/briefJson.ts` says what it is and reads it. */
export function writeJson(value: BriefExport): string {
  const { brief, programme, contributors, version, link, at, lang } = value;
  return briefJsonText({
    source: {
      ...{ link, id: brief.id, at: new Date(at).toISOString(), seq: version.seq, sha256: version.hash },
      ...{ programme: programme.title, steward: brief.steward, responder: brief.responder },
      contributors: contributors.filter(({ people }) => people.length > 0)
    },
    brief,
    sections: value.sections.map(({ id, key, lang: own, of, blocks }) => ({
      id,
      key,
      lang: own,
      of,
      blocks
    })),
    passages: value.notes.map(({ id, section, from, to, kind, quote, text, who }) => ({
      ...{ id, section, from, to, kind, quote, text },
      who: who && personWords(who, lang)
    }))
  });
}
