import { programmeRoles, type Affiliation, type ProgrammeRole, type Sector } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/** Somebody in a programme, as everyone who may see the programme sees them. */
export type Member = {
  id: Id;
  name: string;
  kind: 'full' | 'guest';
  role: ProgrammeRole;
  affiliation: Affiliation;
  joinedAt: number;
  /** what the proof rests on: the domain of a confirmed address */
  proofNote: string | null;
  /** the name of who vouched or verified */
  proofBy: string | null;
};

/** The members of one sector; sectors without members are listed too, since silence must be visible. */
export type SectorMembers = { sector: Sector; members: Member[] };

/** The role that may do more; a second invitation never takes rights away. */
export function higherRole(a: ProgrammeRole, b: ProgrammeRole): ProgrammeRole {
  return programmeRoles.indexOf(a) <= programmeRoles.indexOf(b) ? a : b;
}
