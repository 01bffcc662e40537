import * as v from 'valibot';
import { BRIEF_FORMAT, BRIEF_FORMAT_VERSION } from '#lib/briefs/index.server.ts';
import { briefStages } from '#lib/briefs/index.ts';
import { exportFormats } from '#lib/export/index.ts';
import { idField, languages } from '#lib/kernel/index.ts';
import { ids } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { maybeText } from '../shared.ts';
import { section } from './texts.ts';

const file = v.object({
  format: v.literal(BRIEF_FORMAT),
  version: v.literal(BRIEF_FORMAT_VERSION),
  source: v.pipe(
    v.nullable(v.record(v.string(), v.any())),
    v.description(
      'Where and when it was taken, its `seq`, `sha256` and who wrote; an import does not need it.'
    )
  ),
  brief: v.object({
    title: v.string(),
    summary: maybeText,
    lang: v.picklist(languages),
    titleTranslated: maybeText,
    summaryTranslated: maybeText,
    stage: v.picklist(briefStages)
  }),
  sections: v.array(v.omit(section, ['title', 'text', 'places'])),
  passages: v.array(
    v.object({
      id: idField,
      section: idField,
      from: v.pipe(
        v.nullable(v.number()),
        v.description('UTF-16 offsets in the words of the section; null when they are no longer there.')
      ),
      to: v.nullable(v.number()),
      kind: v.string(),
      quote: v.string(),
      text: maybeText,
      who: maybeText
    })
  )
});

const words = '強風停航的日子，離岸三百多位長者無法回診。';
const example: v.InferInput<typeof file> = {
  ...{ format: BRIEF_FORMAT, version: BRIEF_FORMAT_VERSION, source: null },
  brief: {
    ...{ title: '渡船停駛時，長者如何就醫', summary: null, lang: 'zh-Hant', stage: 'draft' },
    ...{ titleTranslated: null, summaryTranslated: null }
  },
  sections: [
    {
      ...{ id: ids.section, key: 'problem', lang: 'zh-Hant', of: null },
      blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]
    }
  ],
  passages: []
};
const bytes = { example: 'the bytes of the file' };

/** Briefs as files. */
export const exports: Area = {
  tag: 'Files',
  about:
    'A brief as a file to keep, to work on in an office, or to bring elsewhere: its text, notes, people by sector, version and link.',
  schemas: { BriefFile: file },
  operations: {
    'GET /briefs/{brief}/export': {
      id: 'exportBrief',
      summary: 'A brief as a file',
      description:
        'As it is saved now. `json` loses nothing and can be imported again; equal texts give equal bytes, ids and `source` aside. The others carry what was said about the text as numbered notes.',
      access: 'brief.read',
      pages: 'whole',
      query: v.strictObject({
        format: v.optional(v.picklist(exportFormats), 'json'),
        lang: v.optional(
          v.pipe(
            v.picklist(languages),
            v.description('Of what is not the brief’s own words; the request’s language when left out.')
          )
        )
      }),
      gives: content(file, example),
      otherForms: {
        'application/vnd.oasis.opendocument.text': {
          ...bytes,
          description: 'With `format=odt`: OpenDocument text.'
        },
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
          ...bytes,
          description: 'With `format=docx`: for Word.'
        },
        'text/markdown': {
          description: 'With `format=md`.',
          example: `# 渡船停駛時，長者如何就醫\n\n${words}\n`
        },
        'text/html': {
          description: 'With `format=html`: one page that stands alone.',
          example: '<!doctype html>…'
        }
      }
    }
  }
};
