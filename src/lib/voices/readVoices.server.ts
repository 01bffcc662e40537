import type { Actor, Affiliation } from '#lib/access/index.ts';
import { sectors } from '#lib/access/index.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import { Problem, type Id, type Json } from '#lib/kernel/index.ts';
import type { Voice } from '#lib/sync/index.server.ts';
import type { VoicesDeps } from './deps.server.ts';
import { stretchesIn, type Stretch } from './stretches.server.ts';
import type { BriefVoices, Speaker, VoicedText, VoiceStretch } from './voices.ts';

const KEPT = 50;
type Kept = { seq: number; sections: readonly SectionText[]; stretches: readonly Stretch<Voice>[] };

/**
 * Whose words a brief is made of, now or when its text stood at `seq`; from the server's own record, never from what a client
 * says of itself. Who was claimed is called by the account's name.
 * @throws Problem `not_found`, also for a sequence the text has not reached
 */
export function readVoices(deps: VoicesDeps): (actor: Actor, brief: Id, seq?: number) => Promise<VoicedText> {
  const kept = new Map<string, Promise<Kept>>();

  async function find(document: Id, wanted?: number): Promise<Kept> {
    const { doc, seq, voiceAt } = await deps.sync.readVoices(document, wanted);
    const read = stretchesIn(doc, voiceAt);
    doc.destroy();
    return { seq, ...read };
  }

  return async (actor, brief, seq) => {
    const { textDocument: document } = await deps.briefs.getBrief(actor, brief);
    if (seq !== undefined && (!Number.isSafeInteger(seq) || seq < 0)) throw new Problem('not_found');
    const head = (await deps.activity.heads([document])).get(document);
    const place = `${document} ${head?.epoch} ${seq ?? head?.seq}`;
    // Rows of a run may be joined meanwhile; whose words they are stays.
    const found = kept.get(place) ?? find(document, seq);
    kept.delete(place);
    kept.set(place, found);
    found.catch(() => kept.delete(place));
    const oldest = kept.keys().next();
    if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
    const { stretches, ...rest } = await found;
    return { ...rest, ...(await named(deps, stretches)) };
  };
}

/**
 * Who took away which words between two places of a brief's text; offsets are those of the text before. Words that nobody took
 * away are in no stretch.
 * @throws Problem `not_found`
 */
export const readDeleters =
  (deps: VoicesDeps) =>
  async (actor: Actor, brief: Id, after: number, upTo: number): Promise<BriefVoices> => {
    const { textDocument } = await deps.briefs.getBrief(actor, brief);
    const { doc, seq, deletedAt } = await deps.sync.readDeleters(textDocument, after, upTo);
    const { stretches } = stretchesIn(doc, deletedAt);
    doc.destroy();
    const known = stretches.filter((one): one is Stretch<Voice> => one.voice !== null);
    return { seq, ...(await named(deps, known)) };
  };

async function named(
  deps: VoicesDeps,
  stretches: readonly Stretch<Voice>[]
): Promise<Pick<BriefVoices, 'speakers' | 'stretches'>> {
  const spoken = stretches.filter(({ voice }) => voice.author !== 'system');
  const people = await deps.people([...new Set(spoken.map(({ voice }) => voice.author as Id))]);
  const speakers: Speaker[] = [];
  const places = new Map<string, number>();
  const placeOf = ({ author, affiliation }: Voice): number => {
    const known = people.get(author as Id);
    const speaker: Speaker = {
      person: known?.account ?? (author as Id),
      name: known?.name ?? '',
      affiliation: affiliationFrom(affiliation)
    };
    const key = JSON.stringify([speaker.person, speaker.affiliation]);
    const place = places.get(key) ?? speakers.push(speaker) - 1;
    places.set(key, place);
    return place;
  };
  const byVoice = new Map<Voice, number>();
  const all = spoken.map(({ voice, section, from, to }): VoiceStretch => {
    const speaker = byVoice.get(voice) ?? placeOf(voice);
    byVoice.set(voice, speaker);
    return { section, from, to, speaker, at: voice.at };
  });
  return { speakers, stretches: all };
}

function affiliationFrom(stored: Json): Affiliation | null {
  const isOne = typeof stored === 'object' && stored !== null && !Array.isArray(stored) && 'sector' in stored;
  if (!isOne) return null;
  const { sector, organisation = null, capacity = null, proof = 'self_declared' } = stored as Affiliation;
  return sectors.includes(sector) ? { sector, organisation, capacity, proof } : null;
}
