import type { Id } from '#lib/kernel/index.ts';
import { changePassageKind, removePassage } from './changePassage.server.ts';
import { confirmPassage } from './confirmPassage.server.ts';
import { createPassage, preparePlace } from './createPassage.server.ts';
import type { PassagesDeps } from './deps.server.ts';
import { findingsOf } from './findings.server.ts';
import type { PassageView } from './passage.ts';
import { getPassage, listPassages, passagesOf } from './queries.server.ts';

/** What the commands take, for the description of the API. */
export * as passagesInput from './input.ts';
export type { PassagesDeps } from './deps.server.ts';
export { differenceOf, type DifferencePart } from './difference.ts';
export { passagesTopic } from './topic.server.ts';
export { watchPassages } from './watch.server.ts';
export type PassagesRoom = ReturnType<typeof passagesRoom>;

/** The passages room: what its commands and queries promise is said where each is defined. */
export function passagesRoom(deps: PassagesDeps) {
  const findings = findingsOf(deps);
  return {
    createPassage: createPassage(deps, findings),
    changePassageKind: changePassageKind(deps),
    removePassage: removePassage(deps),
    confirmPassage: confirmPassage(deps, findings),
    listPassages: listPassages(deps, findings),
    getPassage: getPassage(deps, findings),
    preparePlace: preparePlace(deps, findings),
    /** Where the places stand that carry something of another room, by id. Asks nobody's rights. */
    async carrying(brief: Id): Promise<Map<Id, PassageView>> {
      const all = await passagesOf(deps, findings, brief);
      return new Map(all.map((passage) => [passage.id, passage]));
    }
  };
}
