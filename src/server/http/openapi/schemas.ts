import { programmeRoles, proofLevels, sectors, visibilities } from '#lib/access/index.ts';
import { assignmentRoles, briefStages } from '#lib/briefs/index.ts';
import { languages } from '#lib/kernel/index.ts';
import { programmeKinds } from '#lib/programmes/index.ts';

/** JSON Schema as OpenAPI 3.1 uses it. */
export type Schema = { readonly [keyword: string]: unknown };

const text = (maxLength?: number): Schema => ({ type: 'string', ...(maxLength && { maxLength }) });
const maybeText = (maxLength?: number): Schema => ({ ...text(maxLength), type: ['string', 'null'] });
const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: values });
const whole: Schema = { type: 'integer' };
const moment: Schema = { type: 'integer', description: 'Milliseconds since 1970-01-01T00:00Z.' };
const yesNo: Schema = { type: 'boolean' };
const day: Schema = { type: ['string', 'null'], format: 'date' };

/** A reference to a schema of {@link schemas}. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
const object = (
  properties: Record<string, Schema>,
  required: readonly string[] = Object.keys(properties)
): Schema => ({
  type: 'object',
  properties,
  required
});
const input = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  ...object(properties, required),
  additionalProperties: false
});

const id = ref('Id');
/** drawn by the sender, so that the same thing sent again is not made twice */
const ownId = ref('Id');
const sector = oneOf(sectors);
const role = oneOf(programmeRoles);
const lang = oneOf(languages);

const programmeFields = {
  kind: oneOf(programmeKinds),
  title: text(120),
  summary: maybeText(500),
  lang,
  titleTranslated: maybeText(120),
  summaryTranslated: maybeText(500),
  visibility: oneOf(visibilities),
  startsOn: day,
  endsOn: day
};
const briefFields = {
  title: text(120),
  summary: maybeText(300),
  lang,
  titleTranslated: maybeText(120),
  summaryTranslated: maybeText(300)
};
const affiliationFields = { sector, organisation: maybeText(120), capacity: maybeText(120) };
const membership: Schema = { anyOf: [object({ role, affiliation: ref('Affiliation') }), { type: 'null' }] };

/** What the API takes. Field names are compared with the commands' own by a test. */
export const inputs: Record<string, Schema> = {
  NewProgramme: input({ id: ownId, ...programmeFields, affiliation: input(affiliationFields, ['sector']) }, [
    ...['kind', 'title', 'affiliation']
  ]),
  ProgrammeChanges: input(programmeFields),
  NewBrief: input({ id: ownId, ...briefFields }, ['title']),
  BriefChanges: input({ ...briefFields, stage: oneOf(briefStages) }),
  NewAssignment: input({ accountId: { ...maybeText() }, label: maybeText(120) }),
  NewInvitation: input(
    {
      sector,
      role,
      briefId: maybeText(),
      label: maybeText(80),
      days: { type: 'integer', minimum: 1, maximum: 90 },
      maxUses: { type: ['integer', 'null'], minimum: 1, maximum: 10_000 }
    },
    ['sector']
  ),
  RoleChange: input({ role }, ['role']),
  NewToken: input({ name: text() }, ['name'])
};

/** What the API answers. */
export const answers: Record<string, Schema> = {
  Id: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
  Affiliation: object({ ...affiliationFields, proof: oneOf(proofLevels) }),
  Person: object({ id, name: text(), kind: oneOf(['full', 'guest']), email: maybeText(), isAdmin: yesNo }),
  Token: object({
    id,
    name: text(),
    createdAt: moment,
    lastUsedAt: { ...moment, type: ['integer', 'null'] }
  }),
  TokenWithSecret: object({ id, name: text(), secret: { ...text(), description: 'Shown this once.' } }),
  Programme: object({
    ...{ id, ...programmeFields, createdAt: moment, membership },
    counts: object({ members: whole, briefs: whole }),
    table: listOf(object({ sector, members: whole, contributed: whole }))
  }),
  Brief: object({
    ...{ id, programme: id, ...briefFields, stage: oneOf(briefStages), createdAt: moment, updatedAt: moment },
    ...Object.fromEntries(assignmentRoles.map((name) => [name, ref('Assignment')])),
    documents: object({ text: { ...text(), description: 'The name to join below /collab.' } }),
    lastWrittenAt: { ...moment, type: ['integer', 'null'] },
    table: listOf(object({ sector, contributed: whole }))
  }),
  Assignment: {
    anyOf: [object({ account: maybeText(), label: text(), assignedAt: moment }), { type: 'null' }]
  },
  Section: object({
    ...{ id, key: maybeText(), lang, of: maybeText(), title: text(), text: text() },
    blocks: listOf({ type: 'object' })
  }),
  Member: object({ id, name: text(), kind: text(), role, affiliation: ref('Affiliation'), joinedAt: moment }),
  Invitation: object({
    ...{
      id,
      programme: id,
      secret: text(),
      url: text(),
      sector,
      role,
      brief: maybeText(),
      label: maybeText()
    },
    ...{ state: oneOf(['open', 'expired', 'revoked']), createdAt: moment, expiresAt: moment, joined: whole },
    ...{ code: maybeText(8), maxUses: { type: ['integer', 'null'] }, uses: whole },
    revokedAt: { ...moment, type: ['integer', 'null'] }
  }),
  Event: object(
    {
      ...{ chain: id, seq: whole, at: moment, actor: text(), type: text(), prev: text(), hash: text() },
      subject: object({ kind: text(), id: text() }),
      affiliation: {},
      data: { type: 'object' },
      committed: { type: 'object', description: 'Text behind a salted commitment, unless it was redacted.' }
    },
    ['chain', 'seq', 'at', 'actor', 'type', 'subject', 'prev', 'hash']
  ),
  WritingRun: object({
    ...{
      author: text(),
      affiliation: {},
      firstSeq: whole,
      lastSeq: whole,
      from: moment,
      to: moment,
      edits: whole
    }
  }),
  Problem: object(
    {
      ...{ type: text(), title: text(), status: whole, code: text(), detail: text(), instance: text() },
      issues: listOf(
        object({ field: text(), reason: text(), limit: whole, detail: text() }, ['field', 'reason'])
      )
    },
    ['type', 'title', 'status', 'code', 'detail']
  )
};
