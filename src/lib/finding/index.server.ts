import { guard, type Actor, type Standing } from '#lib/access/index.ts';
import { parse, type Id } from '#lib/kernel/index.ts';
import type { Programme } from '#lib/programmes/index.ts';
import type { SearchService } from '#lib/search/index.server.ts';
import type { FoundPage, Named } from './index.ts';
import { findQuery } from './input.ts';

export * as findingInput from './input.ts';
export type FindingRoom = ReturnType<typeof findingRoom>;

/** What the finding room is handed by the wiring. */
export type FindingDeps = {
  search: Pick<SearchService, 'find'>;
  programmes: {
    standing(actor: Actor, programme: Id): Promise<Standing>;
    visibleProgrammes(actor: Actor): Promise<Programme[]>;
    programmeFields(actor: Actor, programme: Id): Promise<Programme>;
  };
  /** titles of briefs, for showing with what was found in them */
  briefTitles(briefs: readonly Id[]): Promise<Named[]>;
};

/** Finds words where an actor may look: what they may not see takes part in nothing, neither in order nor in number. */
export function findingRoom({ search, programmes, briefTitles }: FindingDeps) {
  return {
    /**
     * What holds all words of `q`, inside one programme or in all that one sees in lists: the public ones and one's own.
     * @throws Problem `not_found` for a programme they may not see, `invalid_input`
     */
    async find(actor: Actor, input: unknown): Promise<FoundPage> {
      const { q, programme, kinds, limit } = parse(findQuery, input);
      if (programme !== undefined) guard(actor, 'brief.read', await programmes.standing(actor, programme));
      const within =
        programme === undefined
          ? await programmes.visibleProgrammes(actor)
          : [await programmes.programmeFields(actor, programme)];
      const byId = new Map(within.map((one) => [one.id, named(one)]));
      const { hits, hasMore } = await search.find({ q, kinds, limit, programmes: [...byId.keys()] });
      const briefs = await briefTitles([...new Set(hits.flatMap(({ brief }) => brief ?? []))]);
      const titles = new Map(briefs.map((brief) => [brief.id, brief]));
      const found = hits.map(({ kind, lang, label, title, snippet, path, ...hit }) => ({
        ...{ kind, lang, label, title, snippet },
        programme: byId.get(hit.programme)!,
        brief: hit.brief ? (titles.get(hit.brief) ?? null) : null,
        path: `/p/${hit.programme}${path}`
      }));
      return { found, hasMore };
    }
  };
}

function named({ id, title, lang, titleTranslated }: Programme): Named {
  return { id, title, lang, titleTranslated };
}
