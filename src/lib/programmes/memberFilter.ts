import type { SectorMembers } from './member.ts';

const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/**
 * The members in whom every word of a search is found: name, organisation, function, domain, and what `more` says of them
 * (sector and role in the reader's words). Sectors stay, even when nobody in them is left.
 */
export function filterMembers(
  sectors: readonly SectorMembers[],
  query: string,
  more: (member: SectorMembers['members'][number]) => string
): SectorMembers[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return sectors.map(({ sector, members }) => ({
    sector,
    members: members.filter((member) => {
      const { organisation, capacity } = member.affiliation;
      const text = plain([member.name, organisation, capacity, member.proofNote, more(member)].join(' '));
      return words.every((word) => text.includes(word));
    })
  }));
}
