import * as v from 'valibot';
import { programmeRoles, sectors } from '#lib/access/index.ts';
import { idField } from '#lib/kernel/index.ts';
import { programmesInput } from '#lib/programmes/index.server.ts';
import type { Invitation } from '#lib/programmes/index.ts';
import { ids, minutes, secret } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { maybeText, moment, whole } from '../shared.ts';

const invitation = v.object({
  id: idField,
  programme: idField,
  secret: v.pipe(v.string(), v.description('What stands after `/j/` in the link.')),
  url: v.pipe(v.string(), v.description('The link itself, for a QR code or a message.')),
  sector: v.picklist(sectors),
  role: v.picklist(programmeRoles),
  brief: v.pipe(
    v.nullable(idField),
    v.description(
      'The brief somebody who joins lands in. Null: the programme’s page, or the first brief made after this link, while that is the only one.'
    )
  ),
  label: v.pipe(maybeText, v.description('For the facilitator’s eyes.')),
  state: v.picklist(['open', 'expired', 'revoked']),
  createdAt: moment,
  expiresAt: moment,
  revokedAt: v.nullable(moment),
  code: v.pipe(maybeText, v.description('The short code for typing, while it works.')),
  maxUses: v.pipe(v.nullable(whole), v.description('How many may join; null: as many as come.')),
  uses: whole,
  joined: v.pipe(whole, v.description('Members who are here through it.'))
}) satisfies v.GenericSchema<unknown, Invitation & { url: string }>;

const newInvitation = v.omit(programmesInput.newInvitation, ['programme']);
const newInvitationSet = v.omit(programmesInput.newInvitationSet, ['programme']);

const one: v.InferInput<typeof invitation> = {
  ...{ id: ids.invitation, programme: ids.programme, secret, url: `https://groundwork.example/j/${secret}` },
  ...{ sector: 'civil_society', role: 'contributor', brief: null, label: '碼頭居民', state: 'open' },
  ...{
    createdAt: minutes(1),
    expiresAt: minutes(1) + 14 * 86_400_000,
    revokedAt: null,
    joined: 0,
    code: 'K7QW2M9X',
    maxUses: null,
    uses: 0
  }
};
const several = content(v.object({ invitations: v.array(invitation) }), { invitations: [one] });

/** Links that let people in. */
export const invitations: Area = {
  tag: 'Invitations',
  about:
    'Links (and QR codes) that let people of one sector in. Their secrets are shown to facilitators only.',
  schemas: { Invitation: invitation, NewInvitation: newInvitation, NewInvitationSet: newInvitationSet },
  operations: {
    'GET /programmes/{programme}/invitations': {
      id: 'listInvitations',
      summary: 'The programme’s links, with their secrets',
      description: 'Newest first, ended ones too.',
      access: 'invitation.manage',
      pages: 'whole',
      gives: several
    },
    'POST /programmes/{programme}/invitations': {
      id: 'createInvitation',
      summary: 'Make a link for one sector',
      description:
        'Open for `days` days. Whoever joins through it gets `role` and lands in the brief `briefId`; with null on the programme’s page; with none given in the programme’s only brief.',
      access: 'invitation.manage',
      takes: content(newInvitation, { sector: 'civil_society', label: '碼頭居民', days: 14 }),
      status: 201,
      gives: content(invitation, one)
    },
    'POST /programmes/{programme}/invitations/set': {
      id: 'createInvitationSet',
      summary: 'See to one open link for every sector',
      description:
        'A sector that already has an open link for the same role and brief keeps it, so sending it twice makes nothing twice. Answers with one link per sector, in the order of the table.',
      access: 'invitation.manage',
      takes: content(newInvitationSet, { role: 'contributor' }),
      status: 200,
      gives: several
    },
    'GET /invitations/{invitation}': {
      id: 'getInvitation',
      summary: 'One link, with its secret',
      description: 'How many have joined through it, and whether it still works.',
      access: 'invitation.manage',
      gives: content(invitation, one)
    },
    'DELETE /invitations/{invitation}': {
      id: 'revokeInvitation',
      summary: 'End a link',
      description:
        'With `removeJoined=1` the memberships of those who are here through it end too; their open pages notice at once. Ending it again does nothing but that.',
      access: 'invitation.manage',
      query: v.strictObject({
        removeJoined: v.optional(
          v.pipe(v.picklist(['0', '1']), v.description('Also remove who joined.')),
          '0'
        )
      }),
      gives: content(
        v.object({ removed: v.pipe(v.array(idField), v.description('Accounts whose membership ended.')) }),
        { removed: [] }
      ),
      problems: ['last_facilitator']
    }
  }
};
