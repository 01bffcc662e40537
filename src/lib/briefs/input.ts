import * as v from 'valibot';
import { idField, LAST_PLACE, languages, line, optionalLine, ownId } from '#lib/kernel/index.ts';
import { assignmentRoles, briefStages } from './brief.ts';
import { textSectionKeys } from './template.ts';

const briefEntries = {
  title: line(120),
  summary: optionalLine(300),
  lang: v.picklist(languages),
  titleTranslated: optionalLine(120),
  summaryTranslated: optionalLine(300)
};

export const newBrief = v.strictObject({
  id: ownId,
  ...briefEntries,
  programme: v.string(),
  lang: v.optional(briefEntries.lang, 'zh-Hant')
});

/** What `updateBrief` takes: only what is named changes. */
export const briefChanges = v.strictObject({
  title: v.optional(briefEntries.title),
  summary: v.optional(briefEntries.summary),
  lang: v.optional(briefEntries.lang),
  titleTranslated: v.optional(briefEntries.titleTranslated),
  summaryTranslated: v.optional(briefEntries.summaryTranslated),
  stage: v.optional(v.picklist(briefStages))
});

/** Neither account nor label means: nobody is named any more. */
export const assignment = v.strictObject({
  role: v.picklist(assignmentRoles),
  accountId: v.optional(v.nullable(idField), null),
  label: optionalLine(120)
});

const place = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0, 'not_allowed'),
  v.maxValue(LAST_PLACE, 'not_allowed')
);

/** What `history` takes; with both places, `after` counts. */
export const page = v.strictObject({
  after: v.optional(v.pipe(place, v.description('What follows this place, oldest first.'))),
  before: v.optional(v.pipe(place, v.description('The last edits before this place.'))),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'not_allowed'), v.maxValue(1000, 'not_allowed')),
    200
  )
});

/** Most of a text that may be sent at once, as Markdown. */
export const MOST_MARKDOWN = 100_000;

/** What `writeText` takes: one section, named by its id or by the template's key and a language. */
export const textEdit = v.strictObject({
  section: v.optional(v.pipe(idField, v.description('A section’s id, from the text.'))),
  key: v.optional(
    v.pipe(
      v.picklist(textSectionKeys),
      v.description('Instead of `section`: which part of the template, in the language `lang`.')
    )
  ),
  lang: v.optional(
    v.pipe(
      v.picklist(languages),
      v.description('With `key`; the brief’s own language when left out. A missing translation is added.')
    )
  ),
  markdown: v.pipe(
    v.string(),
    v.maxLength(MOST_MARKDOWN),
    v.description('GitHub’s Markdown: paragraphs, headings, lists, tasks, quotes, code, tables, links.')
  ),
  mode: v.optional(
    v.pipe(
      v.picklist(['append', 'replace']),
      v.description('Add at the end of the section, or make it say this and nothing else.')
    ),
    'append'
  ),
  ifSeq: v.optional(
    v.pipe(
      place,
      v.description('Only when nobody has changed this section since the text stood at this `seq`.')
    )
  )
});
