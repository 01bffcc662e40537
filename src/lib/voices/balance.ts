import type { Sector } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { BriefVoices } from './voices.ts';

/** What one sector said in a section: characters without blanks, and whose they are. */
export type SectorShare = { sector: Sector; characters: number; people: readonly { id: Id; name: string }[] };

/** Who said how much of a section. `silent` are sectors of the table that have not been heard there yet. */
export type SectionBalance = {
  section: Id;
  characters: number;
  shares: readonly SectorShare[];
  silent: readonly Sector[];
};

/**
 * Who is heard in each section. Counts are kept beside one another, never made into one figure.
 * @param sections with what each says, as `plainText`
 * @param seats the sectors of the table, in its order
 */
export function balanceOf(
  sections: readonly { id: Id; text: string }[],
  { speakers, stretches }: Pick<BriefVoices, 'speakers' | 'stretches'>,
  seats: readonly Sector[]
): SectionBalance[] {
  return sections.map(({ id, text }) => {
    const heard = new Map<Sector, { characters: number; people: Map<Id, string> }>();
    for (const { section, from, to, speaker } of stretches) {
      const who = speakers[speaker];
      const sector = who?.affiliation?.sector;
      const characters = section === id ? charactersIn(text.slice(from, to)) : 0;
      if (!who || !sector || characters === 0) continue;
      const share = heard.get(sector) ?? { characters: 0, people: new Map() };
      share.characters += characters;
      share.people.set(who.person, who.name);
      heard.set(sector, share);
    }
    const order = [...new Set([...seats, ...heard.keys()])];
    const shares = order.flatMap((sector): SectorShare[] => {
      const share = heard.get(sector);
      if (!share) return [];
      const people = [...share.people].map(([person, name]) => ({ id: person, name }));
      return [{ sector, characters: share.characters, people }];
    });
    return {
      section: id,
      characters: shares.reduce((sum, { characters }) => sum + characters, 0),
      shares,
      silent: seats.filter((sector) => !heard.has(sector))
    };
  });
}

function charactersIn(text: string): number {
  return [...text.replace(/\s/gu, '')].length;
}
