import type { Actor, Standing } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { admitFacilitator } from './admit.server.ts';
import { changeAffiliation } from './changeAffiliation.server.ts';
import { createProgramme } from './createProgramme.server.ts';
import { createCodeGate } from './codeGate.server.ts';
import type { ProgrammesDeps, ProgrammesParts } from './deps.server.ts';
import { findByCode } from './findByCode.server.ts';
import {
  createInvitation,
  createInvitationSet,
  getInvitation,
  listInvitations
} from './invitations.server.ts';
import { joinAsAccount, joinAsGuest } from './join.server.ts';
import { createJoinGate } from './joinGate.server.ts';
import { changeRole, listMembers, removeMember } from './members.server.ts';
import { peekInvitation } from './peekInvitation.server.ts';
import {
  getProgramme,
  listProgrammes,
  programmeFields,
  programmeRecord,
  recordHead,
  visibleProgrammes
} from './queries.server.ts';
import { giveProof, proveByEmail, withdrawProof } from './proofs.server.ts';
import { proposePhases } from './proposePhases.server.ts';
import { revokeInvitation } from './revokeInvitation.server.ts';
import { loadStanding } from './standing.server.ts';
import { setPhases } from './setPhases.server.ts';
import { updateProgramme } from './updateProgramme.server.ts';

/** What the commands take, for the description of the API. */
export * as programmesInput from './input.ts';
export * as phasesInput from './phaseInput.ts';
export type { BriefTitle, ProgrammesDeps } from './deps.server.ts';
export type { Landing } from './join.server.ts';
export { programmeSource } from './searchSource.server.ts';
export { recordTopics } from './recordTopics.server.ts';
export { sectorOf } from './overview.server.ts';
export { takeOverMemberships } from './takeOver.server.ts';
export { actingAs } from './standing.server.ts';
export type ProgrammesRoom = ReturnType<typeof programmesRoom>;

/** The programmes room: what its commands and queries promise is said where each is defined. */
export function programmesRoom(given: ProgrammesDeps) {
  const deps: ProgrammesParts = { ...given, codes: createCodeGate(given.clock), crowd: createJoinGate() };
  return {
    createProgramme: createProgramme(deps),
    updateProgramme: updateProgramme(deps),
    setPhases: setPhases(deps),
    proposePhases: proposePhases(deps),
    listProgrammes: listProgrammes(deps),
    visibleProgrammes: visibleProgrammes(deps),
    programmeFields: programmeFields(deps),
    getProgramme: getProgramme(deps),
    programmeRecord: programmeRecord(deps),
    recordHead: recordHead(deps),
    createInvitation: createInvitation(deps),
    createInvitationSet: createInvitationSet(deps),
    listInvitations: listInvitations(deps),
    getInvitation: getInvitation(deps),
    revokeInvitation: revokeInvitation(deps),
    peekInvitation: peekInvitation(deps),
    findByCode: findByCode(deps),
    joinAsGuest: joinAsGuest(deps),
    joinAsAccount: joinAsAccount(deps),
    listMembers: listMembers(deps),
    changeRole: changeRole(deps),
    removeMember: removeMember(deps),
    changeAffiliation: changeAffiliation(deps),
    giveProof: giveProof(deps),
    proveByEmail: proveByEmail(deps),
    withdrawProof: withdrawProof(deps),
    admitFacilitator: admitFacilitator(deps),
    /**
     * What an actor is in a programme, asked fresh; `guard()` decides what that allows.
     * @throws Problem `not_found` for an unknown programme
     */
    standing: (actor: Actor, programme: Id): Promise<Standing> => loadStanding(deps.read, actor, programme)
  };
}
