import * as v from 'valibot';
import { idField, languages, line, optionalLine, ownId } from '#lib/kernel/index.ts';
import { assignmentRoles, briefStages } from './brief.ts';

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

export const page = v.strictObject({
  after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'not_allowed'))),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'not_allowed'), v.maxValue(1000, 'not_allowed')),
    200
  )
});
