import { roles, type Ask, type MatrixWorld, type Role } from './world.ts';

/** Who may use one entrance, and a request that is right in everything but who asks. */
export type Row = {
  allow: readonly Role[];
  /** belongs to the sample programme: strangers lose it while the programme is private */
  isInside?: true;
  /** the roles to ask, where not all: what changes the asker's own session asks as few as it needs */
  only?: readonly Role[];
  ask(world: MatrixWorld, role: Role): Ask | Promise<Ask>;
};

/** Strangers too. */
export const everyone = roles;
/** Shut, or open only where this installation is set up otherwise. */
export const nobody: readonly Role[] = [];
export const signedIn = roles.filter((role) => role !== 'anonymous');
/** Who has an account of their own, guests not. */
export const accounts = signedIn.filter((role) => role !== 'guest');
export const facilitators = ['facilitator'] as const;
/** Who belongs to the sample programme. */
export const members = signedIn.filter((role) => role !== 'outsider' && role !== 'admin');
export const writers = ['guest', 'contributor', 'facilitator'] as const;
/** Who takes part in a discussion, also without writing. */
export const discussing = ['guest', 'contributor', 'commenter', 'facilitator'] as const;
/** Who may take care of members. */
export const caretakers = ['facilitator', 'admin'] as const;
export const admins = ['admin'] as const;

/** Asks for one address, whoever asks. */
export const at = (path: string) => () => ({ path });
/** Asks for a page of the sample programme. */
export const inProgramme = (rest: string) => (world: MatrixWorld) => ({
  path: `/p/${world.programme}${rest}`
});
/** Asks the API about the sample programme. */
export const apiProgramme = (rest: string) => (world: MatrixWorld) => ({
  path: `/api/v1/programmes/${world.programme}${rest}`
});
/** Asks the API about the sample brief. */
export const apiBrief = (rest: string) => (world: MatrixWorld) => ({
  path: `/api/v1/briefs/${world.brief}${rest}`
});

/** A right form for a programme. */
export const programmeForm = {
  kind: 'course',
  title: 'Reading the river',
  lang: 'en',
  visibility: 'public',
  sector: 'academia'
};
/** A right form for a brief. */
export const briefForm = { title: 'Bus stops', lang: 'en' };
