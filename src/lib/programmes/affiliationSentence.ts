import { sectors, type Sector } from '#lib/access/index.ts';
import { sectorName } from '#lib/access/view.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Json } from '#lib/kernel/index.ts';

/**
 * From where to where somebody went, as an entry `member.affiliation_changed` froze it.
 * @returns the rest of a sentence that begins with their name; null when the entry does not say it
 */
export function affiliationSentence(data: { readonly [key: string]: Json }): string | null {
  const from = sectorIn(data.from);
  const to = sectorIn(data.to);
  const { changed } = data;
  if (!from || !to || !Array.isArray(changed)) return null;
  const names = { from: sectorName(from), to: sectorName(to) };
  const isElsewhere = changed.includes('organisation');
  if (from !== to)
    return isElsewhere
      ? m.joining_event_affiliation_sector_and_organisation(names)
      : m.joining_event_affiliation_sector(names);
  if (isElsewhere) return m.joining_event_affiliation_organisation(names);
  return changed.includes('capacity') ? m.joining_event_affiliation_capacity(names) : null;
}

function sectorIn(affiliation: Json | undefined): Sector | null {
  if (typeof affiliation !== 'object' || affiliation === null || Array.isArray(affiliation)) return null;
  const { sector } = affiliation as { sector?: Json };
  return sectors.find((known) => known === sector) ?? null;
}
