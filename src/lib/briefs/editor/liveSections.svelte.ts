import type { Doc } from 'yjs';
import type { SectionText } from '../blocks.ts';
import { followSections } from './followSections.ts';

/** A live document's sections as a rune, read again shortly after each change. Call during set-up. */
export function liveSections(doc: () => Doc | null): { readonly list: readonly SectionText[] } {
  let list = $state.raw<readonly SectionText[]>([]);
  $effect(() => {
    const followed = doc();
    if (followed) return followSections(followed, (now) => (list = now));
  });
  return {
    get list() {
      return list;
    }
  };
}
