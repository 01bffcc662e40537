import { m } from '#lib/i18n/paraglide/messages.js';
import type { Act } from '#lib/ui/acts.ts';
import type { SectionText } from '../blocks.ts';
import { sectionTitle } from '../template.ts';
import { copyPlace, type TextOnScreen } from './places.ts';

/** What one can do in front of a brief, for the palette. */
export function briefActs(
  sections: readonly SectionText[],
  text: TextOnScreen,
  find: () => void
): readonly Act[] {
  return [
    { id: 'find', group: m.palette_brief(), name: m.palette_find(), run: find },
    {
      id: 'copy-place',
      group: m.palette_brief(),
      name: m.palette_copy_place(),
      run: () => void copyPlace(text)
    },
    ...sections.map(({ id, key, lang }): Act => ({
      id: `section-${id}`,
      group: m.palette_sections(),
      name: sectionTitle(key, lang),
      run: () => (location.hash = `s-${id}`)
    }))
  ];
}
