import * as v from 'valibot';
import { idField, languages } from '#lib/kernel/index.ts';
import { passagesInput } from '#lib/passages/index.server.ts';
import { passageKinds, passageStatuses, type PassageDetail, type PassageView } from '#lib/passages/index.ts';
import { ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { affiliation, maybeText, moment, whole } from '../shared.ts';

const place = v.object({ section: idField, from: whole, to: whole });

const passage = v.object({
  id: idField,
  programme: idField,
  brief: idField,
  section: v.pipe(idField, v.description('Where it stands, or stood last.')),
  kind: v.nullable(v.picklist(passageKinds)),
  author: idField,
  name: v.pipe(v.string(), v.description('What its author is called.')),
  affiliation,
  lang: v.picklist(languages),
  createdAt: moment,
  quote: v.pipe(v.string(), v.description('What was marked.')),
  prefix: v.pipe(v.string(), v.description('Up to 32 characters that stood before what is stood by.')),
  suffix: v.string(),
  seen: v.pipe(v.string(), v.description('What somebody last stood by; the quote until then.')),
  seenHash: v.pipe(v.string(), v.description('SHA-256 of `seen` without what does not count, hex.')),
  removedAt: v.nullable(moment),
  status: v.pipe(
    v.picklist(passageStatuses),
    v.description(
      '`suspect`: the words behind it changed in a way somebody should look at. `removed`: they are gone.'
    )
  ),
  reason: v.pipe(
    v.nullable(v.picklist(['protected', 'much'])),
    v.description('Why it is suspect: a number, a name or a word such as “not” changed, or much of the text.')
  ),
  place: v.pipe(
    v.nullable(place),
    v.description('Where it stands, in UTF-16 units of the section’s `text` at `seq`; null when it is gone.')
  ),
  text: v.pipe(maybeText, v.description('What stands there now.')),
  anchor: v.pipe(
    v.nullable(v.object({ start: v.any(), end: v.any() })),
    v.description('The same place as Yjs relative positions.')
  ),
  seq: whole
}) satisfies v.GenericSchema<PassageView>;

const detail = v.object({
  ...passage.entries,
  may: v.pipe(v.object({ change: v.boolean() }), v.description('What you may do with it.'))
}) satisfies v.GenericSchema<PassageDetail>;

const words = '離岸三百多位長者無法回診';
const id = 'mDq8m0YzQxWm1kq2o5cP3A';
const section = 'u1c8V0s2TtWgZqk7b3nLxQ';
const position = (clock: number, assoc: number) => ({
  ...{ type: null, tname: null, item: { client: 21, clock }, assoc }
});
const marked: v.InferInput<typeof passage> = {
  ...{
    id,
    programme: ids.programme,
    brief: ids.brief,
    section,
    kind: 'need',
    author: ids.text,
    name: '林安'
  },
  affiliation: { sector: 'resident', organisation: null, capacity: null, proof: 'self_declared' },
  ...{
    lang: 'zh-Hant',
    createdAt: minutes(12),
    quote: words,
    prefix: '強風停航的日子，',
    suffix: '。',
    seen: words
  },
  ...{ seenHash: '5f3c0b1f0f6d3bfe8c4e1f7a0b8fca7b1d1de2a0c8b1f4a9e3f86a4f0a6f2c11', removedAt: null },
  ...{ status: 'in_sync', reason: null, place: { section, from: 8, to: 20 }, text: words, seq: 41 },
  anchor: { start: position(8, 0), end: position(19, -1) }
};

/** Marked stretches of a brief's text. */
export const passages: Area = {
  tag: 'Passages',
  about:
    'Marked stretches of a brief’s text: what somebody needs, what limits us, what is only assumed. They follow the words through edits, and ask when these change.',
  schemas: {
    Passage: passage,
    PassageDetail: detail,
    NewPassage: passagesInput.newPassage,
    PassageEdit: passagesInput.passageEdit
  },
  operations: {
    'GET /briefs/{brief}/passages': {
      id: 'listPassages',
      summary: 'What is marked in a brief',
      description: 'In the order of its text.',
      access: 'brief.read',
      pages: 'whole',
      gives: content(v.object({ passages: v.array(passage) }), { passages: [marked] })
    },
    'POST /briefs/{brief}/passages': {
      id: 'createPassage',
      summary: 'Mark a stretch of its text',
      description:
        'By section and place in its `text`, with the words themselves. They are followed from `seq` to where they stand now; `conflict` when they are gone. Sent again with the same `id` it answers with what is there.',
      access: 'passage.create',
      takes: content(passagesInput.newPassage, {
        ...{ section, from: 8, to: 20, seq: 41, quote: words, kind: 'need' }
      }),
      status: 201,
      gives: content(detail, { ...marked, may: { change: true } }),
      problems: ['conflict']
    },
    'GET /passages/{passage}': {
      id: 'getPassage',
      summary: 'A passage',
      description: 'With what its words came to; also one that was taken away.',
      access: 'brief.read',
      gives: content(detail, { ...marked, may: { change: false } })
    },
    'PATCH /passages/{passage}': {
      id: 'changePassage',
      summary: 'Say it is something else, or still right',
      description:
        'Its author, the steward and facilitators may. `conflict` when it says something else by now than `stillRight`.',
      access: 'passage.create',
      takes: content(passagesInput.passageEdit, { kind: 'evidence' }),
      gives: content(detail, { ...marked, kind: 'evidence', may: { change: true } }),
      problems: ['conflict']
    },
    'DELETE /passages/{passage}': {
      id: 'removePassage',
      summary: 'Take it away',
      description: 'Its author, the steward and facilitators may. It stays readable by its id.',
      access: 'passage.create'
    }
  }
};
