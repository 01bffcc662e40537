import type { Doc } from 'yjs';
import type { SectionText } from '../blocks.ts';
import { sectionsOf, TEXT_ROOT } from '../document.ts';

/** How long to gather changes before the sections are read again (ms). */
const GATHER = 300;

/** Tells the sections of a live document, at once and shortly after each change. @returns how to stop */
export function followSections(doc: Doc, tell: (sections: readonly SectionText[]) => void): () => void {
  const text = doc.getXmlFragment(TEXT_ROOT);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const read = () => {
    timer = null;
    tell(sectionsOf(doc));
  };
  const soon = () => {
    timer ??= setTimeout(read, GATHER);
  };
  text.observeDeep(soon);
  read();
  return () => {
    text.unobserveDeep(soon);
    if (timer) clearTimeout(timer);
  };
}
