import { can, guard, type Actor, type Standing } from '#lib/access/index.ts';
import { isBlank, isSectionKey, type SectionKey, type SectionText } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { FramingDeps } from './deps.server.ts';
import type { Framing, SectionFraming } from './framing.ts';
import { findWord, listAnswers, listStandings, type SectionStanding } from './framingStore.server.ts';
import { gates } from './gates.ts';
import { intakeQuestions } from './intake.ts';
import { moverOf } from './saySection.server.ts';
import { mayMove, saidStates, shownState, type SaidState, type SectionState } from './sectionState.ts';
import { wordsHash } from './sectionWords.server.ts';
import { unsourced } from './sources.ts';

type Named = Map<Id, { name: string }>;

/**
 * Where every section of a brief stands, the intake test, and the gates with what they miss.
 * @throws Problem `not_found`
 */
export const getFraming =
  (deps: FramingDeps) =>
  async (actor: Actor, id: Id): Promise<Framing> => {
    const [brief, standing] = await Promise.all([
      deps.briefs.getBrief(actor, id),
      deps.briefs.standing(actor, id)
    ]);
    guard(actor, 'brief.read', standing);
    const [{ sections }, said, answers, word, contributions] = await Promise.all([
      deps.briefs.briefText(actor, id),
      listStandings(deps.read, id),
      listAnswers(deps.read, id),
      findWord(deps.read, id),
      deps.briefs.contributions(actor, id)
    ]);
    const ids = [...said.flatMap(({ by, owner }) => [by, owner]), ...answers.map(({ by }) => by)];
    const people = await deps.people([...new Set(ids.filter((one) => one !== null))]);
    const hasWord = word !== undefined && word.account === brief.responder?.account;
    return {
      sections: sections
        .filter(({ of }) => of === null)
        .map((section) => sectionFraming(actor, standing, section, { said, people })),
      intake: intakeQuestions.map((question) => {
        const given = answers.find((one) => one.question === question);
        const by = given ? personIn(people, given.by) : null;
        const { answer = null, reason = null, at = null } = given ?? {};
        return { question, answer, reason, by, at };
      }),
      gates: gates({
        filled: filledKeys(sections),
        sectors: contributions.filter(({ contributed }) => contributed > 0).length,
        unsourced: unsourcedFacts(sections),
        responder: hasWord ? 'confirmed' : brief.responder ? 'named' : 'nobody',
        // Decisions and responses are not kept here yet, so there are none.
        decisions: 0,
        isAnswered: false
      }),
      may: {
        answerIntake: can(actor, 'intake.answer', standing),
        giveWord:
          !hasWord && (standing.assignments ?? []).includes('responder') && standing.membership !== null
      }
    };
  };

/**
 * What each section of a brief is shown as, for its outline: only what says more than that there is text.
 * @throws Problem `not_found`
 */
export const sectionStates =
  (deps: FramingDeps) =>
  async (actor: Actor, id: Id): Promise<Record<Id, Exclude<SectionState, 'empty' | 'drafting'>>> => {
    guard(actor, 'brief.read', await deps.briefs.standing(actor, id));
    const said = await listStandings(deps.read, id);
    return Object.fromEntries(
      said.flatMap(({ section, state }) => (state === 'drafting' ? [] : [[section, state] as const]))
    );
  };

function sectionFraming(
  actor: Actor,
  standing: Standing,
  section: SectionText,
  { said, people }: { said: readonly SectionStanding[]; people: Named }
): SectionFraming {
  const here = said.find((one) => one.section === section.id);
  const state = here?.state ?? 'drafting';
  const mover = moverOf(actor, standing, here);
  const blank = isBlank(section.blocks);
  const may = (to: SaidState) => to !== state && mayMove(state, to, mover) && !(to === 'agreed' && blank);
  const owner = here?.owner ?? null;
  const me = actor.kind === 'person' ? actor.person.id : null;
  return {
    ...{ id: section.id, lang: section.lang, reason: here?.reason ?? null, at: here?.at ?? null },
    key: isSectionKey(section.key) ? section.key : null,
    state: shownState(state, blank),
    by: here?.by ? personIn(people, here.by) : null,
    hasChanged: here?.textHash != null && here.textHash !== wordsHash(section),
    owner: owner ? personIn(people, owner) : null,
    may: {
      say: saidStates.filter(may),
      take: mover.writes && owner === null && me !== null,
      giveUp: mover.writes && owner !== null && owner === me,
      assign: mover.keeps
    }
  };
}

const personIn = (people: Named, id: Id) => ({ id, name: people.get(id)?.name ?? '' });

function filledKeys(sections: readonly SectionText[]): Set<SectionKey> {
  const written = sections.filter(({ blocks }) => !isBlank(blocks));
  return new Set(written.flatMap(({ key }) => (isSectionKey(key) ? [key] : [])));
}

function unsourcedFacts(sections: readonly SectionText[]): number | null {
  const facts = sections.filter(({ key, of, blocks }) => key === 'facts' && of === null && !isBlank(blocks));
  return facts.length === 0 ? null : facts.reduce((sum, { blocks }) => sum + unsourced(blocks), 0);
}
