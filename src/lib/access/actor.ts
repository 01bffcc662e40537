import type { Id } from '#lib/kernel/index.ts';
import type { Affiliation } from './sector.ts';

/** Roles in a programme, from most to least. `admin` belongs to the instance, assignments to a brief. */
export const programmeRoles = ['facilitator', 'contributor', 'commenter', 'observer'] as const;
export type ProgrammeRole = (typeof programmeRoles)[number];

/** What somebody may be named as on a brief. */
export const assignments = ['steward', 'responder'] as const;
export type Assignment = (typeof assignments)[number];

export const visibilities = ['public', 'unlisted', 'private'] as const;
export type Visibility = (typeof visibilities)[number];

/** A known person. Guests have no e-mail and joined through an invitation. */
export type Person = { id: Id; name: string; kind: 'full' | 'guest'; email: string | null; isAdmin: boolean };

/** How a request proved who it is; `id` names the session (its hash) or token, so that it can be asked again. */
export type Proof = { kind: 'session'; id: string } | { kind: 'token'; id: Id };

/** Who acts. The first argument of every command and query. */
export type Actor =
  { kind: 'person'; person: Person; via: Proof } | { kind: 'anonymous' } | { kind: 'system' };

/** What an actor is in one programme: everything the policy may look at. */
export type Standing = {
  programme: { id: Id; visibility: Visibility };
  membership: { role: ProgrammeRole; affiliation: Affiliation } | null;
  /** how the actor is named on the brief in question, when there is one */
  assignments?: readonly Assignment[];
};

export const anonymous: Actor = { kind: 'anonymous' };
export const system: Actor = { kind: 'system' };

/** The id events carry for an actor. */
export function actorId(actor: Actor): Id | 'system' | 'anonymous' {
  return actor.kind === 'person' ? actor.person.id : actor.kind;
}
