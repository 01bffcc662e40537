import * as v from 'valibot';
import { briefsInput } from '#lib/briefs/index.server.ts';
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

/** A section as it is answered. */
export const section = v.object({
  id: idField,
  key: v.pipe(v.nullable(v.string()), v.description('Of the template; null for a section of one’s own.')),
  lang: v.picklist(languages),
  of: v.pipe(v.nullable(idField), v.description('The section this one translates.')),
  title: v.string(),
  text: v.pipe(v.string(), v.description('The words alone, a line for each paragraph or item.')),
  blocks: v.array(block),
  places: v.optional(
    v.pipe(
      v.array(v.string()),
      v.description(
        'Names each block for as long as it lives: `#p-{place}.{section}` after the brief’s address leads to it.'
      )
    )
  )
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
  schemas: { Block: block, Mark: mark, Section: section, Text: text, TextEdit: briefsInput.textEdit },
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
      }),
      query: v.strictObject({
        format: v.optional(
          v.pipe(v.picklist(['json', 'md']), v.description('`md` answers with one Markdown text.')),
          'json'
        )
      }),
      otherForms: {
        'text/markdown': {
          description: 'With `format=md`: the brief’s title and every section that says something.',
          example: `# 渡船停駛時，長者如何就醫\n\n## 問題\n\n${words}\n`
        }
      }
    },
    'POST /briefs/{brief}/text': {
      id: 'writeText',
      summary: 'Write Markdown into one section',
      description:
        'One edit, in your name: those who have the brief open see it appear. `append` adds to the end; `replace` makes the section say this and leaves every block that stays the same untouched, with its author. Name the section by `section`, or by `key` and `lang`: a missing translation is added. With `ifSeq`, the `seq` of the text you read, `conflict` when that section has changed since. What Markdown says and a brief cannot hold (images, footnotes) becomes text and links. Sending an `append` twice adds it twice; a `replace` does not.',
      access: 'brief.write',
      takes: content(briefsInput.textEdit, {
        key: 'problem',
        lang: 'zh-Hant',
        markdown: `${words}\n\n- 週一、週四才有門診\n- 候補船班沒有無障礙座位`,
        mode: 'append'
      }),
      gives: content(
        v.object({
          seq: v.pipe(whole, v.description('How far the text’s log is with this edit.')),
          section: idField,
          changed: v.pipe(v.boolean(), v.description('false when the section said this already.'))
        }),
        { seq: 13, section: ids.section, changed: true }
      ),
      problems: ['conflict', 'document_epoch_ended']
    }
  }
};
