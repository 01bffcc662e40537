import { listOf, ref, type Schema } from './schemas.ts';

/** One thing the API does. Keys of the table are method and path as OpenAPI writes it. */
export type Operation = {
  summary: string;
  /** name of a schema in `inputs` */
  takes?: string;
  /** status and body when it went well; 204 without a body unless said otherwise */
  gives?: Schema;
  status?: 200 | 201 | 204;
  query?: Record<string, Schema>;
};

const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
const pages = { after: { type: 'integer', minimum: 0 }, limit: { type: 'integer', minimum: 1 } };
const next: Schema = { type: ['integer', 'null'], description: 'Goes into ?after= for the following page.' };

export const operations: Record<string, Operation> = {
  'GET /openapi.json': { summary: 'This description.', gives: { type: 'object' } },
  'GET /me': { summary: 'Who the token or session belongs to.', gives: ref('Person') },
  'GET /tokens': { summary: 'One’s own tokens.', gives: object({ tokens: listOf(ref('Token')) }) },
  'POST /tokens': {
    ...{ summary: 'Make a token.', takes: 'NewToken', status: 201, gives: ref('TokenWithSecret') }
  },
  'DELETE /tokens/{token}': { summary: 'End one of one’s own tokens.' },
  'GET /programmes': {
    summary: 'Public programmes and one’s own.',
    gives: object({ programmes: listOf(ref('Programme')) })
  },
  'POST /programmes': {
    ...{ summary: 'Open a programme and become its facilitator.', takes: 'NewProgramme' },
    ...{ status: 201, gives: ref('Programme') }
  },
  'GET /programmes/{programme}': { summary: 'A programme.', gives: ref('Programme') },
  'PATCH /programmes/{programme}': {
    ...{ summary: 'Change the named fields.', takes: 'ProgrammeChanges', gives: ref('Programme') }
  },
  'GET /programmes/{programme}/briefs': {
    summary: 'A programme’s briefs, in the order they were begun.',
    gives: object({ briefs: listOf(ref('Brief')) })
  },
  'POST /programmes/{programme}/briefs': {
    ...{ summary: 'Begin a brief from the template.', takes: 'NewBrief', status: 201, gives: ref('Brief') }
  },
  'GET /programmes/{programme}/members': {
    summary: 'Everyone in the programme, by sector; silent sectors too.',
    gives: object({ sectors: listOf(object({ sector: { type: 'string' }, members: listOf(ref('Member')) })) })
  },
  'PATCH /programmes/{programme}/members/{account}': {
    summary: 'Give a member another role.',
    takes: 'RoleChange'
  },
  'DELETE /programmes/{programme}/members/{account}': {
    summary: 'End a membership; everyone may end their own.'
  },
  'GET /programmes/{programme}/invitations': {
    summary: 'The programme’s links, with their secrets.',
    gives: object({ invitations: listOf(ref('Invitation')) })
  },
  'POST /programmes/{programme}/invitations': {
    ...{
      summary: 'Make a link for one sector.',
      takes: 'NewInvitation',
      status: 201,
      gives: ref('Invitation')
    }
  },
  'DELETE /invitations/{invitation}': {
    summary: 'End a link; with removeJoined=1 also the memberships of who came through it.',
    query: { removeJoined: { type: 'string', enum: ['0', '1'] } },
    ...{ status: 200, gives: object({ removed: listOf(ref('Id')) }) }
  },
  'GET /programmes/{programme}/events': {
    summary: 'The record, oldest first.',
    query: pages,
    gives: object({
      events: listOf(ref('Event')),
      people: { type: 'object' },
      head: object({ seq: { type: 'integer' }, hash: { type: 'string' } }),
      next
    })
  },
  'GET /briefs/{brief}': { summary: 'A brief’s fields.', gives: ref('Brief') },
  'PATCH /briefs/{brief}': {
    summary: 'Change the named fields.',
    takes: 'BriefChanges',
    gives: ref('Brief')
  },
  'PUT /briefs/{brief}/assignments/{role}': {
    ...{ summary: 'Name the steward or the responder.', takes: 'NewAssignment', gives: ref('Brief') }
  },
  'DELETE /briefs/{brief}/assignments/{role}': { summary: 'Name nobody any more.' },
  'GET /briefs/{brief}/text': {
    summary: 'The committed text, section by section.',
    gives: object({ seq: { type: 'integer' }, sections: listOf(ref('Section')) })
  },
  'GET /briefs/{brief}/history': {
    summary: 'Who wrote when, and the record’s entries about this brief; without after= the newest part.',
    query: pages,
    gives: object({
      seq: { type: 'integer' },
      runs: listOf(ref('WritingRun')),
      events: listOf(ref('Event')),
      people: { type: 'object' },
      next
    })
  }
};
