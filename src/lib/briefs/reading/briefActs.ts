import { m } from '#lib/i18n/paraglide/messages.js';
import type { Act } from '#lib/ui/acts.ts';
import { fetchPart } from '#lib/ui/fetchPart.ts';
import { holdKeys } from '#lib/ui/heldKeys.ts';
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
    { id: 'find', group: m.palette_brief(), name: m.palette_find(), run: () => void findHolding(find) },
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

/** What is typed before the bar is there is meant for it, not for the text. The bar takes it when it comes. */
async function findHolding(find: () => void): Promise<void> {
  let isOver = false;
  const held = holdKeys(m.palette_find(), (key) => {
    if (key === 'Escape') end();
  });
  function end() {
    isOver = true;
    held.letGo();
    held.giveBack();
  }
  const bar = await fetchPart(import('#lib/ui/FindBar.svelte'));
  if (isOver) return;
  if (bar) find();
  else end();
}
