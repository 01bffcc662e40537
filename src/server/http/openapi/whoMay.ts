import {
  can,
  programmeRoles,
  type Actor,
  type InstanceAction,
  type ProgrammeAction,
  type ProgrammeRole,
  type Standing
} from '#lib/access/index.ts';
import { newId } from '#lib/kernel/index.ts';
import type { Operation } from './operation.ts';

const person = (kind: 'full' | 'guest', isAdmin = false): Actor => ({
  kind: 'person',
  person: { id: newId(), name: '', kind, email: null, isAdmin },
  via: { kind: 'token', id: newId() }
});
const affiliation = {
  sector: 'resident',
  organisation: null,
  capacity: null,
  proof: 'self_declared'
} as const;
const standing = (role: ProgrammeRole | null, assignment?: 'steward'): Standing => ({
  programme: { id: newId(), visibility: 'private' },
  membership: role && { role, affiliation },
  assignments: assignment ? [assignment] : []
});

const instanceActions = ['instance.administer', 'programme.create', 'account.own', 'token.own'] as const;
const isOfOneself = (access: string): access is InstanceAction =>
  (instanceActions as readonly string[]).includes(access);

/** Who may do something, in words, asked of the policy itself. */
export function whoMay(access: Operation['access']): string {
  if (access === 'anyone') return 'everybody, also without a token';
  return isOfOneself(access) ? onTheirOwn(access) : inAProgramme(access);
}

/** Whether a stranger may, where the programme is public. */
export function isOpen(access: Operation['access']): boolean {
  if (access === 'anyone') return true;
  if (isOfOneself(access)) return false;
  const open = { ...standing(null), programme: { id: newId(), visibility: 'public' as const } };
  return can({ kind: 'anonymous' }, access, open);
}

function onTheirOwn(access: InstanceAction): string {
  if (can(person('guest'), access)) return 'everybody signed in, guests too';
  return can(person('full'), access) ? 'everybody with a full account (guests have none)' : 'admins';
}

function inAProgramme(access: ProgrammeAction): string {
  if (isOpen(access)) return 'everybody while the programme is public or unlisted, else its members';
  const roles = programmeRoles.filter((role) => can(person('full'), access, standing(role)));
  const names = [`${roles.join('s and ')}s of the programme`];
  if (can(person('full'), access, standing('observer', 'steward'))) names.push('the brief’s steward');
  if (can(person('full', true), access, standing(null))) names.push('admins');
  return names.join('; ');
}
