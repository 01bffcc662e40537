import * as v from 'valibot';
import { programmeRoles, sectors } from '#lib/access/index.ts';
import { idField } from '#lib/kernel/index.ts';
import { programmesInput } from '#lib/programmes/index.server.ts';
import type { SectorMembers } from '#lib/programmes/index.ts';
import { harbourOffice, ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { affiliation, maybeText, moment } from '../shared.ts';

const member = v.object({
  id: idField,
  name: v.string(),
  kind: v.picklist(['full', 'guest']),
  role: v.picklist(programmeRoles),
  affiliation,
  joinedAt: moment,
  proofNote: v.pipe(maybeText, v.description('What the proof rests on: the domain of a confirmed address.')),
  proofBy: v.pipe(maybeText, v.description('The name of who vouched or verified.'))
});
const bySector = v.object({
  sectors: v.array(
    v.object({
      sector: v.picklist(sectors),
      members: v.array(member)
    }) satisfies v.GenericSchema<SectorMembers>
  )
});
const proof = v.omit(programmesInput.givenProof, ['programme', 'account']);
const ownAffiliation = v.omit(programmesInput.affiliationChange, ['programme']);
const roleChange = v.omit(programmesInput.roleChange, ['programme', 'account']);

const an: v.InferInput<typeof member> = {
  ...{ id: ids.an, name: '林安', kind: 'full', role: 'facilitator', joinedAt: minutes(0) },
  ...{ proofNote: null, proofBy: null },
  affiliation: harbourOffice
};

/** Who is in a programme. */
export const members: Area = {
  tag: 'Members',
  about: 'Who is in a programme, in which role, speaking from where.',
  schemas: { Member: member, RoleChange: roleChange, NewProof: proof, OwnAffiliation: ownAffiliation },
  operations: {
    'GET /programmes/{programme}/members': {
      id: 'listMembers',
      summary: 'Everyone in the programme, by sector',
      description:
        'In the order of the table; silent sectors are there with an empty list. No e-mail addresses.',
      access: 'member.list',
      pages: 'whole',
      gives: content(bySector, {
        sectors: sectors.map((sector) => ({ sector, members: sector === 'government' ? [an] : [] }))
      })
    },
    'PATCH /programmes/{programme}/members/{account}': {
      id: 'changeRole',
      summary: 'Give a member another role',
      description: 'Open pages and sockets follow at once. The last facilitator stays one.',
      access: 'member.manage',
      takes: content(roleChange, { role: 'observer' }),
      problems: ['last_facilitator']
    },
    'PUT /programmes/{programme}/members/{account}/proof': {
      id: 'giveProof',
      summary: 'Say how well a member’s affiliation is proven',
      description:
        'Facilitators vouch for others, admins verify others, and everybody may show the domain of their own confirmed address (`email_domain`). A weaker proof never takes the place of a stronger one. With `sector` and `organisation` nothing is given when they are others by now.',
      access: 'member.vouch',
      takes: content(proof, { level: 'vouched', sector: 'government', organisation: '港務科' }),
      problems: ['own_affiliation', 'proof_stands', 'email_unconfirmed', 'email_domain_free', 'conflict']
    },
    'DELETE /programmes/{programme}/members/{account}/proof': {
      id: 'withdrawProof',
      summary: 'Take a proof back',
      description:
        'The affiliation is then the member’s own word again. Everybody may take back their own; `verified` of others only an admin.',
      access: 'member.manage'
    },
    'PUT /programmes/{programme}/affiliation': {
      id: 'changeAffiliation',
      summary: 'Say anew from where one speaks in this programme',
      description:
        'What was done before keeps the affiliation of then; another sector or organisation ends the proof. Answers with the affiliation as it is now. Sending the same again changes nothing.',
      access: 'account.own',
      takes: content(ownAffiliation, { sector: 'government', organisation: '港務科', capacity: '科長' }),
      gives: content(affiliation, harbourOffice)
    },
    'DELETE /programmes/{programme}/members/{account}': {
      id: 'removeMember',
      summary: 'End a membership',
      description: 'Everyone may end their own. What they wrote stays, with their name.',
      access: 'member.manage',
      problems: ['last_facilitator']
    }
  }
};
