import { Problem } from '#lib/kernel/index.ts';
import type { Actor, Assignment, ProgrammeRole, Standing } from './actor.ts';

/** Acts on the installation or on oneself: which kinds of actor may do them. */
const instanceActions = {
  'instance.administer': ['admin'],
  'programme.create': ['admin', 'account'],
  'account.own': ['admin', 'account', 'guest'],
  'token.own': ['admin', 'account']
} as const satisfies Record<string, readonly ('admin' | 'account' | 'guest')[]>;

const everyone = ['facilitator', 'contributor', 'commenter', 'observer'] as const;

/** Acts inside a programme: which roles may do them. `observer` is also everyone who may see it without joining. */
const programmeActions = {
  'programme.read': everyone,
  'programme.update': ['facilitator'],
  'invitation.manage': ['facilitator'],
  'member.list': everyone,
  'member.manage': ['facilitator'],
  'member.vouch': ['facilitator'],
  'journal.read': everyone,
  'brief.read': everyone,
  'brief.create': ['facilitator'],
  'brief.update': ['facilitator'],
  'brief.assign': ['facilitator'],
  'brief.write': ['facilitator', 'contributor'],
  'passage.create': ['facilitator', 'contributor', 'commenter'],
  'passage.manage': ['facilitator'],
  'comment.create': ['facilitator', 'contributor', 'commenter'],
  'comment.moderate': ['facilitator'],
  'section.contest': ['facilitator', 'contributor', 'commenter'],
  'section.agree': ['facilitator'],
  'intake.answer': ['facilitator'],
  'version.name': ['facilitator', 'contributor'],
  'version.seal': ['facilitator']
} as const satisfies Record<string, readonly ProgrammeRole[]>;

/** What else those may do who are named on the brief in question, beyond their role. */
const assignmentActions: Partial<Record<ProgrammeAction, readonly Assignment[]>> = {
  'brief.update': ['steward'],
  'passage.manage': ['steward'],
  'comment.moderate': ['steward'],
  'section.agree': ['steward'],
  'intake.answer': ['steward'],
  'version.seal': ['steward']
};

/** What admins may do in every programme, so that a programme without a facilitator can be helped. */
const adminActions: readonly ProgrammeAction[] = ['member.manage'];

export type InstanceAction = keyof typeof instanceActions;
export type ProgrammeAction = keyof typeof programmeActions;

/**
 * The one authorisation function: may this actor do this, here?
 * Denies unless a table above says yes. Admins read everything and may manage members, but do not write as others.
 */
export function can(actor: Actor, action: InstanceAction): boolean;
export function can(actor: Actor, action: ProgrammeAction, standing: Standing): boolean;
export function can(actor: Actor, action: InstanceAction | ProgrammeAction, standing?: Standing): boolean {
  if (actor.kind === 'system') return true;
  if (Object.hasOwn(instanceActions, action)) {
    const allowed: readonly string[] = instanceActions[action as InstanceAction];
    return allowed.includes(instanceKind(actor));
  }
  if (!standing || !Object.hasOwn(programmeActions, action)) return false;
  return mayInside(actor, action as ProgrammeAction, standing);
}

/**
 * Throws unless the actor may do it.
 * @throws Problem `not_found` when they may not even see the programme, `not_signed_in` for strangers to a public one,
 * else `forbidden`
 */
export function guard(actor: Actor, action: InstanceAction): void;
export function guard(actor: Actor, action: ProgrammeAction, standing: Standing): void;
export function guard(actor: Actor, action: InstanceAction | ProgrammeAction, standing?: Standing): void {
  const allowed = standing
    ? can(actor, action as ProgrammeAction, standing)
    : can(actor, action as InstanceAction);
  if (allowed) return;
  if (standing && !can(actor, 'programme.read', standing)) throw new Problem('not_found');
  throw new Problem(actor.kind === 'anonymous' ? 'not_signed_in' : 'forbidden');
}

function mayInside(actor: Actor, action: ProgrammeAction, standing: Standing): boolean {
  const role = roleIn(actor, standing);
  if (role === null) return false;
  const allowed: readonly ProgrammeRole[] = programmeActions[action];
  if (allowed.includes(role)) return true;
  if (instanceKind(actor) === 'admin' && adminActions.includes(action)) return true;
  // Who has left the programme is still named on the brief, but acts there no longer.
  const assignments = actor.kind === 'person' && standing.membership ? (standing.assignments ?? []) : [];
  return assignments.some((assignment) => assignmentActions[action]?.includes(assignment));
}

function instanceKind(actor: Actor): 'admin' | 'account' | 'guest' | 'stranger' {
  if (actor.kind !== 'person') return 'stranger';
  if (actor.person.kind === 'guest') return 'guest';
  return actor.person.isAdmin ? 'admin' : 'account';
}

function roleIn(actor: Actor, standing: Standing): ProgrammeRole | null {
  if (actor.kind === 'person' && standing.membership) return standing.membership.role;
  if (actor.kind === 'person' && actor.person.isAdmin) return 'observer';
  return standing.programme.visibility === 'private' ? null : 'observer';
}
