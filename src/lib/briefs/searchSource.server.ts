import { system } from '#lib/access/index.ts';
import type { Id, Notice, Rows } from '#lib/kernel/index.ts';
import type { SearchEntry, SearchSource, SearchSubject } from '#lib/search/index.ts';
import type { DocumentActivity } from '#lib/sync/index.ts';
import { plainText, type SectionText } from './blocks.ts';
import { findBrief, findByText, listAllBriefs, type StoredBrief } from './briefStore.server.ts';
import { anchorOf } from './place.ts';
import { sectionTitle } from './template.ts';
import type { BriefsRoom } from './index.server.ts';

type Deps = { read: Rows; activity: Pick<DocumentActivity, 'heads'>; briefs: Pick<BriefsRoom, 'briefText'> };

/** No entry is longer, in UTF-16 units, so that places within it stay below what an index can count. */
const LONGEST = 8000;
const KEPT = 1000;

/** Briefs for the search: each with its fields, and its text by sections. */
export function briefSource({ read, activity, briefs }: Deps): SearchSource {
  // A document is the text of one brief for ever, and its notices are many.
  const briefOf = new Map<Id, Promise<Id | undefined>>();
  const known = (document: Id) => {
    const found = briefOf.get(document) ?? findByText(read, document);
    if (briefOf.size > KEPT) briefOf.clear();
    briefOf.set(document, found);
    found.catch(() => briefOf.delete(document));
    return found;
  };
  return {
    name: 'brief',
    async stamps() {
      const all = await listAllBriefs(read);
      const heads = await activity.heads(all.map(({ textDocument }) => textDocument));
      return new Map(all.map((brief) => [brief.id, stampOf(brief, heads.get(brief.textDocument))]));
    },
    async touchedBy(notice: Notice) {
      if (notice.kind === 'event') return notice.subject.kind === 'brief' ? [notice.subject.id] : [];
      const brief = notice.kind === 'document' ? await known(notice.document) : undefined;
      return brief ? [brief] : [];
    },
    async read(id): Promise<SearchSubject | null> {
      const brief = await findBrief(read, id);
      if (!brief) return null;
      // The stamp first: what is written meanwhile is looked at again.
      const head = (await activity.heads([brief.textDocument])).get(brief.textDocument);
      const { sections } = await briefs.briefText(system, id);
      const entries = [fieldsOf(brief), ...sections.flatMap((section) => partsOf(brief, section))];
      return { programme: brief.programme, stamp: stampOf(brief, head), entries };
    }
  };
}

function stampOf(brief: StoredBrief, head: { epoch: number; seq: number } | undefined): string {
  return `${brief.updatedAt}.${head?.epoch ?? 0}.${head?.seq ?? 0}`;
}

const path = (brief: Id) => `/briefs/${brief}`;

function fieldsOf(brief: StoredBrief): SearchEntry {
  return {
    ...{ kind: 'brief', subject: brief.id, brief: brief.id, lang: brief.lang, label: null, heading: '' },
    title: [brief.title, brief.titleTranslated].filter(Boolean).join('\n'),
    text: [brief.summary, brief.summaryTranslated].filter(Boolean).join('\n'),
    path: path(brief.id),
    places: []
  };
}

type Part = { text: string; headings: string[]; places: [number, string][] };

function partsOf(brief: StoredBrief, section: SectionText): SearchEntry[] {
  const parts: Part[] = [];
  for (const [at, block] of section.blocks.entries()) {
    const words = plainText([block]);
    if (words.trim() === '') continue;
    const name = section.places?.[at];
    const anchor = name ? anchorOf({ block: name, section: section.id }) : `s-${section.id}`;
    for (let from = 0; from < words.length; from += LONGEST) {
      const piece = words.slice(from, from + LONGEST);
      let part = parts.at(-1);
      if (!part || part.text.length + piece.length > LONGEST)
        parts.push((part = { text: '', headings: [], places: [] }));
      part.places.push([part.text.length, anchor]);
      part.text += `${piece}\n`;
      if (block.type === 'heading') part.headings.push(piece);
    }
  }
  return parts.map(({ text, headings, places }, at): SearchEntry => ({
    ...{ kind: 'section', subject: `${section.id}.${at}`, brief: brief.id, lang: section.lang, title: '' },
    ...{ heading: headings.join('\n'), text, label: sectionTitle(section.key, section.lang) },
    ...{ path: path(brief.id), places }
  }));
}
