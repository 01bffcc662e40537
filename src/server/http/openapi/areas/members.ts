import * as v from 'valibot';
import { programmeRoles, sectors } from '#lib/access/index.ts';
import { idField } from '#lib/kernel/index.ts';
import { programmesInput } from '#lib/programmes/index.server.ts';
import type { SectorMembers } from '#lib/programmes/index.ts';
import { harbourOffice, ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { affiliation, moment } from '../shared.ts';

const member = v.object({
  id: idField,
  name: v.string(),
  kind: v.picklist(['full', 'guest']),
  role: v.picklist(programmeRoles),
  affiliation,
  joinedAt: moment
});
const bySector = v.object({
  sectors: v.array(
    v.object({
      sector: v.picklist(sectors),
      members: v.array(member)
    }) satisfies v.GenericSchema<SectorMembers>
  )
});
const roleChange = v.omit(programmesInput.roleChange, ['programme', 'account']);

const an: v.InferInput<typeof member> = {
  ...{ id: ids.an, name: '林安', kind: 'full', role: 'facilitator', joinedAt: minutes(0) },
  affiliation: harbourOffice
};

/** Who is in a programme. */
export const members: Area = {
  tag: 'Members',
  about: 'Who is in a programme, in which role, speaking from where.',
  schemas: { Member: member, RoleChange: roleChange },
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
    'DELETE /programmes/{programme}/members/{account}': {
      id: 'removeMember',
      summary: 'End a membership',
      description: 'Everyone may end their own. What they wrote stays, with their name.',
      access: 'member.manage',
      problems: ['last_facilitator']
    }
  }
};
