import * as v from 'valibot';
import type { Block } from '#lib/briefs/index.ts';
import { idField, languages } from '#lib/kernel/index.ts';
import { ids } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { whole } from '../shared.ts';

const mark = v.object({ type: v.string(), attrs: v.optional(v.record(v.string(), v.string())) });

const block: v.GenericSchema<Block> = v.pipe(
  v.object({
    type: v.string() as unknown as v.GenericSchema<Block['type']>,
    attrs: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
    content: v.optional(v.array(v.lazy((): v.GenericSchema<Block> => block))),
    text: v.optional(v.string()),
    marks: v.optional(v.array(mark))
  }),
  v.description('A node of the text: paragraph, heading, list, text …')
);

const section = v.object({
  id: idField,
  key: v.pipe(v.nullable(v.string()), v.description('Of the template; null for a section of one’s own.')),
  lang: v.picklist(languages),
  of: v.pipe(v.nullable(idField), v.description('The section this one translates.')),
  title: v.string(),
  text: v.pipe(v.string(), v.description('The words alone, a line for each paragraph or item.')),
  blocks: v.array(block)
});

const words = '強風停航的日子，離岸三百多位長者無法回診。';
const text = v.object({
  seq: v.pipe(whole, v.description('How far the text’s log was when this was read.')),
  sections: v.array(section)
});

/** What people write together. */
export const texts: Area = {
  tag: 'Text',
  about:
    'What people write together in a brief, section by section. Live editing goes through `/collab` (the y-websocket protocol).',
  schemas: { Block: block, Mark: mark, Section: section, Text: text },
  operations: {
    'GET /briefs/{brief}/text': {
      id: 'getText',
      summary: 'The text as it is saved now',
      description: 'Section by section: as blocks and as plain text.',
      access: 'brief.read',
      pages: 'whole',
      gives: content(text, {
        seq: 12,
        sections: [
          {
            ...{ id: ids.section, key: 'problem', lang: 'zh-Hant', of: null, title: '問題', text: words },
            blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]
          }
        ]
      })
    }
  }
};
