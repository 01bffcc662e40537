import { guard, type Actor, type Standing } from '#lib/access/index.ts';
import { mapText, type TextMap, type TextPlace } from '#lib/briefs/index.server.ts';
import { newId, parse, Problem, type Id, type Language, type Unit } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { PassagesDeps } from './deps.server.ts';
import type { Findings, OpenText } from './findings.server.ts';
import { newPassage, stretch, type NewPassage } from './input.ts';
import { CONTEXT, LONGEST_PASSAGE } from './passage.ts';
import { findPassage, insertPassage, type StoredPassage } from './passageStore.server.ts';
import { resolve } from './resolve.server.ts';
import { seenHash } from './seenHash.server.ts';

/**
 * Marks a stretch of a brief's text. Sent again with the same `id` by the same person, it answers with what is there.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (the words stand nowhere near any more, or the id is of another one)
 */
export const createPassage =
  (deps: PassagesDeps, findings: Findings) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<{ id: Id }> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'passage.create', standing);
    const wanted = parse(newPassage, input);
    const passage = await passageFrom(deps, findings, { actor, standing, brief }, wanted);
    await deps.write(async (unit) => {
      if (!(await insertOnce(unit, passage))) return;
      await unit.record({
        ...{
          chain: passage.programme,
          type: 'passage.marked',
          actor: passage.author,
          affiliation: actingAs(standing)
        },
        subject: { kind: 'passage', id: passage.id },
        data: { brief, kind: passage.kind, lang: passage.lang },
        committed: { quote: passage.quote }
      });
      unit.announce({ kind: 'passages', brief });
    });
    return { id: passage.id };
  };

/**
 * Readies a place in the text for what another room hangs on it. Nothing tells of such a place by itself, neither an event
 * nor a notice: what hangs there may be held back.
 * @returns its id and words, and what puts it into the caller's transaction
 * @throws Problem as `createPassage`
 */
export const preparePlace =
  (deps: PassagesDeps, findings: Findings) =>
  async (
    actor: Actor,
    brief: Id,
    input: unknown
  ): Promise<{ id: Id; quote: string; lang: Language; insert(unit: Unit): Promise<void> }> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'passage.create', standing);
    const wanted = { ...parse(stretch, input), kind: null };
    const passage = await passageFrom(deps, findings, { actor, standing, brief }, wanted);
    const { id, quote, lang } = passage;
    return { id, quote, lang, insert: async (unit) => void (await insertOnce(unit, passage)) };
  };

async function passageFrom(
  deps: PassagesDeps,
  findings: Findings,
  { actor, standing, brief }: { actor: Actor; standing: Standing; brief: Id },
  wanted: NewPassage | Stretch
): Promise<StoredPassage> {
  if (actor.kind !== 'person' || !standing.membership) throw new Problem('not_signed_in');
  const document = await deps.briefs.documentOf(brief);
  const marked = await findings.withText(document, (text) => stretchOf(deps, text, document, wanted));
  return {
    ...{ id: wanted.id ?? newId(), programme: standing.programme.id, brief, document },
    ...{ kind: wanted.kind, author: actor.person.id, affiliation: standing.membership.affiliation },
    ...{ createdAt: deps.clock(), removedAt: null, ...marked }
  };
}

/** @returns whether it is new. @throws Problem `conflict` when the id is of another one */
async function insertOnce(unit: Unit, passage: StoredPassage): Promise<boolean> {
  const there = await findPassage(unit, passage.id);
  if (there?.brief === passage.brief && there.author === passage.author) return false;
  if (there) throw new Problem('conflict');
  await insertPassage(unit, passage);
  return true;
}

type Stretch = Omit<NewPassage, 'kind'> & { kind: null };
type Marked = Omit<
  StoredPassage,
  'id' | 'programme' | 'brief' | 'document' | 'kind' | 'author' | 'affiliation' | 'createdAt' | 'removedAt'
>;

async function stretchOf(
  deps: PassagesDeps,
  text: OpenText,
  document: Id,
  wanted: NewPassage | Stretch
): Promise<Marked> {
  const place = trimmed(text.map, await placeOf(deps, text, document, wanted));
  const anchor = place && text.map.anchor(place);
  if (!place || !anchor) throw new Problem('invalid_input', [{ field: 'quote', reason: 'required' }]);
  const said = stretchAt(text.map, place);
  if ([...said.quote].length > LONGEST_PASSAGE)
    throw new Problem('invalid_input', [{ field: 'quote', reason: 'too_long', limit: LONGEST_PASSAGE }]);
  return {
    ...{
      epoch: text.ref.epoch,
      seq: text.seq,
      anchor,
      place,
      section: place.section,
      lang: languageOf(text.map, place)
    },
    ...{ quote: said.quote, seen: said.quote, prefix: said.prefix, suffix: said.suffix },
    ...{ seenHash: seenHash(said.quote), status: 'in_sync', reason: null, text: said.quote }
  };
}

/** The words of a place, with what stands around them. */
export function stretchAt(
  map: TextMap,
  { section, from, to }: TextPlace
): { quote: string; prefix: string; suffix: string } {
  const words = map.wordsOf(section) ?? '';
  const [prefix, suffix] = [words.slice(Math.max(0, from - CONTEXT), from), words.slice(to, to + CONTEXT)];
  return { quote: words.slice(from, to), prefix: prefix.toWellFormed(), suffix: suffix.toWellFormed() };
}

/** Where the wanted words stand now: where they were said to be, followed from there, or nearest to it in their section. */
async function placeOf(
  deps: PassagesDeps,
  { map, seq }: OpenText,
  document: Id,
  wanted: NewPassage | Stretch
): Promise<TextPlace> {
  const { section, from, to, quote } = wanted;
  const says = (text: TextMap) => text.wordsOf(section)?.slice(from, to) === quote;
  if (says(map)) return { section, from, to };
  if (wanted.seq !== undefined && wanted.seq < seq) {
    const then = await deps.sync.readAt(document, wanted.seq);
    const before = mapText(then.doc);
    const anchor = says(before) ? before.anchor({ section, from, to }) : null;
    then.doc.destroy();
    const now = anchor && resolve(map, { anchor, seen: quote, prefix: '', suffix: '' });
    if (now?.status === 'in_sync' && now.place) return now.place;
  }
  const nearest = nearestTo(map.wordsOf(section) ?? '', quote, from);
  if (nearest === null) throw new Problem('conflict');
  return { section, from: nearest, to: nearest + quote.length };
}

function nearestTo(words: string, quote: string, wanted: number): number | null {
  const [before, after] = [words.lastIndexOf(quote, wanted), words.indexOf(quote, wanted)];
  if (before < 0 || after < 0) return Math.max(before, after) < 0 ? null : Math.max(before, after);
  return wanted - before <= after - wanted ? before : after;
}

/** Without the blanks at its ends; null when nothing else is there. */
function trimmed(map: TextMap, { section, from, to }: TextPlace): TextPlace | null {
  const words = (map.wordsOf(section) ?? '').slice(from, to);
  const begin = from + words.length - words.trimStart().length;
  const end = to - (words.length - words.trimEnd().length);
  return begin < end ? { section, from: begin, to: end } : null;
}

function languageOf(map: TextMap, { section }: TextPlace): Language {
  return map.sections.find(({ id }) => id === section)!.lang;
}
