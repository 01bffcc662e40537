import { answerIntake } from './answerIntake.server.ts';
import type { FramingDeps } from './deps.server.ts';
import { giveWord } from './giveWord.server.ts';
import { ownSection } from './ownSection.server.ts';
import { getFraming, sectionStates } from './queries.server.ts';
import { saySection } from './saySection.server.ts';

/** What the commands take, for the description of the API. */
export * as framingInput from './input.ts';
export { takeOverFraming } from './framingStore.server.ts';
export type FramingRoom = ReturnType<typeof framingRoom>;

/** The framing room: what its commands and queries promise is said where each is defined. */
export function framingRoom(deps: FramingDeps) {
  return {
    saySection: saySection(deps),
    ownSection: ownSection(deps),
    answerIntake: answerIntake(deps),
    giveWord: giveWord(deps),
    getFraming: getFraming(deps),
    sectionStates: sectionStates(deps)
  };
}
