import * as v from 'valibot';
import { programmeRoles, sectors } from '#lib/access/index.ts';
import { briefsInput } from '#lib/briefs/index.server.ts';
import { briefStages, type BriefDetail, type BriefOverview } from '#lib/briefs/index.ts';
import { idField, languages } from '#lib/kernel/index.ts';
import { ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { affiliation, maybeText, moment, whole } from '../shared.ts';

const { briefChanges } = briefsInput;
const newBrief = v.omit(briefsInput.newBrief, ['programme']);
const newAssignment = v.omit(briefsInput.assignment, ['role']);

const assignment = v.object({
  account: v.nullable(idField),
  label: v.pipe(v.string(), v.description('Their name, or that of an agency without an account.')),
  assignedAt: moment
});

const brief = v.object({
  id: idField,
  programme: idField,
  title: v.string(),
  summary: v.pipe(maybeText, v.description('The problem in one sentence.')),
  lang: v.picklist(languages),
  titleTranslated: maybeText,
  summaryTranslated: maybeText,
  stage: v.picklist(briefStages),
  createdAt: moment,
  updatedAt: v.pipe(moment, v.description('When its fields last changed, in milliseconds.')),
  steward: v.nullable(assignment),
  responder: v.nullable(assignment),
  documents: v.object({ text: v.pipe(v.string(), v.description('The name to join below `/collab/`.')) }),
  lastWrittenAt: v.nullable(moment),
  table: v.array(v.object({ sector: v.picklist(sectors), contributed: whole }))
}) satisfies v.GenericSchema<BriefOverview>;

const detail = v.object({
  ...brief.entries,
  textDocument: v.pipe(idField, v.description('The text’s id, the same in every epoch.')),
  membership: v.nullable(v.object({ role: v.picklist(programmeRoles), affiliation })),
  may: v.pipe(
    v.object({ write: v.boolean(), update: v.boolean(), assign: v.boolean() }),
    v.description('What you may do with it.')
  )
}) satisfies v.GenericSchema<BriefDetail>;

const fields = {
  title: '渡船停駛時，長者如何就醫',
  summary: '強風停航的日子，離岸三百多位長者無法回診。',
  lang: 'zh-Hant',
  titleTranslated: 'Getting to the clinic when the ferry stops',
  summaryTranslated: null
} as const;
const overview: v.InferInput<typeof brief> = {
  ...{ id: ids.brief, programme: ids.programme, ...fields, stage: 'draft', createdAt: minutes(5) },
  ...{ updatedAt: minutes(5), steward: null, responder: null, documents: { text: `${ids.text}.1` } },
  lastWrittenAt: null,
  table: sectors.map((sector) => ({ sector, contributed: 0 }))
};
const detailed: v.InferInput<typeof detail> = {
  ...overview,
  textDocument: ids.text,
  membership: null,
  may: { write: false, update: false, assign: false }
};

/** Problem statements. */
export const briefs: Area = {
  tag: 'Briefs',
  about:
    'What a problem is, for whom, within which limits. These are its fields; its text is an area of its own.',
  schemas: {
    ...{ Brief: brief, BriefDetail: detail, Assignment: assignment },
    ...{ NewBrief: newBrief, BriefChanges: briefChanges, NewAssignment: newAssignment }
  },
  operations: {
    'GET /programmes/{programme}/briefs': {
      id: 'listBriefs',
      summary: 'A programme’s briefs',
      description: 'In the order they were begun.',
      access: 'brief.read',
      pages: 'whole',
      gives: content(v.object({ briefs: v.array(brief) }), { briefs: [overview] })
    },
    'POST /programmes/{programme}/briefs': {
      id: 'createBrief',
      summary: 'Begin a brief from the template',
      description:
        'Its sections are there, empty, in the brief’s language. Sent again with the same `id` it answers with what is there; `conflict` when the id is of something else.',
      access: 'brief.create',
      takes: content(newBrief, fields),
      status: 201,
      gives: content(detail, { ...detailed, may: { write: true, update: true, assign: true } }),
      problems: ['conflict']
    },
    'GET /briefs/{brief}': {
      id: 'getBrief',
      summary: 'A brief’s fields',
      description: 'With what you may do with it and the name of its text for `/collab`.',
      access: 'brief.read',
      gives: content(detail, detailed)
    },
    'PATCH /briefs/{brief}': {
      id: 'updateBrief',
      summary: 'Change the named fields',
      description: 'The others stay. A new stage is an entry of the record of its own.',
      access: 'brief.update',
      takes: content(briefChanges, { stage: 'framed' }),
      gives: content(detail, { ...detailed, stage: 'framed' })
    },
    'PUT /briefs/{brief}/assignments/{role}': {
      id: 'assign',
      summary: 'Name the steward or the responder',
      description:
        'A member by `accountId` (whose name is the label unless you give another), or only a `label`, for an agency without an account. A steward may change the brief’s fields.',
      access: 'brief.assign',
      takes: content(newAssignment, { label: '港務局' }),
      gives: content(detail, {
        ...detailed,
        responder: { account: null, label: '港務局', assignedAt: minutes(9) }
      })
    },
    'DELETE /briefs/{brief}/assignments/{role}': {
      id: 'unassign',
      summary: 'Name nobody any more',
      description: 'Does nothing when nobody was named.',
      access: 'brief.assign',
      problems: ['invalid_input']
    }
  }
};
