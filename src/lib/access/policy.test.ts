import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '#lib/kernel/index.ts';
import {
  anonymous,
  assignments,
  can,
  guard,
  programmeRoles,
  system,
  visibilities,
  type Actor,
  type ProgrammeAction,
  type ProgrammeRole,
  type Standing
} from './index.ts';

// Written out a second time on purpose: a change of rights must be made here too, by somebody who means it.
const mayInProgramme: Record<ProgrammeAction, readonly ProgrammeRole[]> = {
  'programme.read': ['facilitator', 'contributor', 'commenter', 'observer'],
  'programme.update': ['facilitator'],
  'invitation.manage': ['facilitator'],
  'member.list': ['facilitator', 'contributor', 'commenter', 'observer'],
  'member.manage': ['facilitator'],
  'member.vouch': ['facilitator'],
  'journal.read': ['facilitator', 'contributor', 'commenter', 'observer'],
  'brief.read': ['facilitator', 'contributor', 'commenter', 'observer'],
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
};
const actions = Object.keys(mayInProgramme) as ProgrammeAction[];

const someone = (kind: 'full' | 'guest', isAdmin: boolean): Actor => ({
  kind: 'person',
  person: { id: 'p', name: 'P', kind, email: kind === 'full' ? 'p@example.tw' : null, isAdmin },
  via: { kind: 'session', id: 's' }
});
const actor = fc.oneof(
  fc.constant(anonymous),
  fc.boolean().map((isAdmin) => someone('full', isAdmin)),
  fc.constant(someone('guest', false))
);
const standing: fc.Arbitrary<Standing> = fc.record(
  {
    programme: fc.record({ id: fc.constant('x'), visibility: fc.constantFrom(...visibilities) }),
    membership: fc.option(
      fc.record({
        role: fc.constantFrom(...programmeRoles),
        affiliation: fc.constant({
          sector: 'business',
          organisation: null,
          capacity: null,
          proof: 'vouched'
        } as const)
      })
    ),
    assignments: fc.subarray([...assignments])
  },
  { requiredKeys: ['programme', 'membership'] }
);

function expected(who: Actor, action: ProgrammeAction, where: Standing): boolean {
  const isPerson = who.kind === 'person';
  const isAdmin = isPerson && who.person.isAdmin;
  const member = isPerson ? where.membership : null;
  const seesIt = member !== null || isAdmin || where.programme.visibility !== 'private';
  if (!seesIt) return false;
  if (mayInProgramme[action].includes(member?.role ?? 'observer')) return true;
  if (isAdmin && action === 'member.manage') return true;
  const stewards: ProgrammeAction[] = [
    'brief.update',
    'passage.manage',
    'comment.moderate',
    'section.agree',
    'intake.answer',
    'version.seal'
  ];
  return stewards.includes(action) && member !== null && (where.assignments ?? []).includes('steward');
}

describe('what somebody may do in a programme', () => {
  test('is denied unless a table says yes, for every actor, act and standing', () => {
    fc.assert(
      fc.property(actor, fc.constantFrom(...actions), standing, (who, action, where) => {
        expect(can(who, action, where)).toBe(expected(who, action, where));
      }),
      { numRuns: 2000 }
    );
  });

  test('is nothing at all for acts no table knows, even those every object has', () => {
    fc.assert(
      fc.property(
        actor,
        fc.oneof(fc.string(), fc.constantFrom('toString', 'constructor', '__proto__', 'hasOwnProperty')),
        standing,
        (who, action, where) => {
          fc.pre(
            !(actions as string[]).includes(action) && !/^(instance|programme|account|token)\./.test(action)
          );
          expect(can(who, action as ProgrammeAction, where)).toBe(false);
          expect(can(who, action as 'account.own')).toBe(false);
        }
      )
    );
  });

  test('is nothing without a standing', () => {
    for (const action of actions) expect(can(someone('full', true), action as 'account.own')).toBe(false);
  });
});

describe('a refusal', () => {
  const outside = (visibility: 'public' | 'private'): Standing => ({
    programme: { id: 'x', visibility },
    membership: null
  });
  const codeOf = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
    return 'allowed';
  };

  test('never admits that a private programme exists', () => {
    for (const who of [anonymous, someone('full', false), someone('guest', false)])
      for (const action of actions)
        expect(codeOf(() => guard(who, action, outside('private')))).toBe('not_found');
  });

  test('asks strangers of a public programme to sign in, and tells others no', () => {
    expect(codeOf(() => guard(anonymous, 'brief.write', outside('public')))).toBe('not_signed_in');
    expect(codeOf(() => guard(someone('guest', false), 'brief.write', outside('public')))).toBe('forbidden');
    expect(codeOf(() => guard(anonymous, 'brief.read', outside('public')))).toBe('allowed');
  });

  test('never meets the system', () => {
    for (const action of ['instance.administer', 'programme.create', 'account.own', 'token.own'] as const)
      expect(codeOf(() => guard(system, action))).toBe('allowed');
  });
});

describe('what somebody may do with the installation', () => {
  test.each([
    ['instance.administer', false, false, true],
    ['programme.create', false, true, true],
    ['account.own', true, true, true],
    ['token.own', false, true, true]
  ] as const)('%s: guest %s, account %s, admin %s, stranger never', (action, guest, account, admin) => {
    expect(can(someone('guest', false), action)).toBe(guest);
    expect(can(someone('full', false), action)).toBe(account);
    expect(can(someone('full', true), action)).toBe(admin);
    expect(can(anonymous, action)).toBe(false);
  });

  test('is never more for a guest, whatever the row says', () => {
    expect(can(someone('guest', true), 'instance.administer')).toBe(false);
  });
});
