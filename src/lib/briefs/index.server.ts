import type { Actor, Standing } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { assign } from './assign.server.ts';
import { createBrief } from './createBrief.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { editText } from './editText.server.ts';
import { history } from './history.server.ts';
import { contributions, getBrief, listBriefs } from './queries.server.ts';
import { loadBrief } from './standing.server.ts';
import { readText, textAt } from './text.server.ts';
import { writeText } from './writeText.server.ts';
import { updateBrief } from './updateBrief.server.ts';

/** What the commands take, for the description of the API. */
export * as briefsInput from './input.ts';
export type { BriefsDeps } from './deps.server.ts';
export * from './document.ts';
export * from './briefJson.ts';
export { canonicalBlocks } from './canonicalBlocks.ts';
export { textHash } from './textHash.server.ts';
export {
  mapText,
  type AnchoredEnd,
  type Successors,
  type TextAnchor,
  type TextMap,
  type TextPlace
} from './anchor.ts';
export { elementsFrom, fillText } from './elements.ts';
export { takeOverAssignments } from './briefStore.server.ts';
export { blocksFromMarkdown, markdownFrom, wholeMarkdown } from './markdown/index.ts';
export { briefDirectory } from './directory.server.ts';
export { briefSource } from './searchSource.server.ts';
export { textTopic } from './reading/textTopic.server.ts';
export { evened, type BriefTextState } from './text.server.ts';
export type BriefsRoom = ReturnType<typeof briefsRoom>;

/** The briefs room: what its commands and queries promise is said where each is defined. */
export function briefsRoom(deps: BriefsDeps) {
  return {
    createBrief: createBrief(deps),
    updateBrief: updateBrief(deps),
    assign: assign(deps),
    listBriefs: listBriefs(deps),
    getBrief: getBrief(deps),
    briefText: readText(deps),
    textAt: textAt(deps),
    writeText: writeText(deps),
    editText: editText(deps),
    contributions: contributions(deps),
    history: history(deps),
    /**
     * What an actor is for one brief, asked fresh; `guard()` decides what that allows.
     * @throws Problem `not_found` for an unknown brief
     */
    standing: async (actor: Actor, id: Id): Promise<Standing> => (await loadBrief(deps, actor, id)).standing
  };
}
