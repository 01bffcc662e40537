import * as v from 'valibot';
import { findingInput } from '#lib/finding/index.server.ts';
import type { FoundPage } from '#lib/finding/index.ts';
import { idField, languages } from '#lib/kernel/index.ts';
import { entryKinds } from '#lib/search/index.ts';
import { ids } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { maybeText } from '../shared.ts';

const named = v.object({
  id: idField,
  title: v.string(),
  lang: v.picklist(languages),
  titleTranslated: maybeText
});
const pieces = v.pipe(
  v.array(v.object({ text: v.string(), isHit: v.boolean() })),
  v.description('A text in pieces; those with `isHit` are what was looked for.')
);
const found = v.object({
  kind: v.picklist(entryKinds),
  programme: named,
  brief: v.nullable(named),
  lang: v.picklist(languages),
  label: v.pipe(maybeText, v.description('What it is part of, such as the name of a section.')),
  title: pieces,
  snippet: pieces,
  path: v.pipe(v.string(), v.description('The page, with the very place.'))
});
const page = v.object({
  found: v.array(found),
  hasMore: v.pipe(v.boolean(), v.description('Whether there is more; how much is not counted.'))
}) satisfies v.GenericSchema<FoundPage>;

const ferries = { title: '渡船停駛時，長者如何就醫', lang: 'zh-Hant', titleTranslated: null } as const;

/** Finding words. */
export const search: Area = {
  tag: 'Search',
  about: 'Words in programmes and briefs, in Chinese and in other languages.',
  schemas: { Found: found },
  operations: {
    'GET /search': {
      id: 'search',
      summary: 'Find words',
      description:
        'All words of `q` must be there; the last may be half typed. Without `programme`: in public programmes and your own. Titles come first, then headings, then texts; of those, what changed last. Of a long `q` the first 200 characters count.',
      access: 'anyone',
      query: v.omit(findingInput.findQuery, ['kinds']),
      pages: 'whole',
      gives: content(page, {
        found: [
          {
            kind: 'section',
            programme: { id: ids.programme, title: '港邊黑客松', lang: 'zh-Hant', titleTranslated: null },
            brief: { id: ids.brief, ...ferries },
            lang: 'zh-Hant',
            label: '問題',
            title: [],
            snippet: [
              { text: '強風停航的日子，', isHit: false },
              { text: '渡船', isHit: true }
            ],
            path: `/p/${ids.programme}/briefs/${ids.brief}#s-${ids.section}`
          }
        ],
        hasMore: false
      })
    }
  }
};
