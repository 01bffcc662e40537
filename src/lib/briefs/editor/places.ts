import type { EditorView } from '@tiptap/pm/view';
import * as Y from 'yjs';
import { blockName, TEXT_ROOT } from '../document.ts';
import type { Place } from '../place.ts';

/** The element that shows a block now, or null when the block is gone. */
export function elementAt(view: EditorView, doc: Y.Doc, block: string): HTMLElement | null {
  for (const [nth, section] of sections(doc).entries()) {
    const index = section.toArray().findIndex((child) => blockName(child) === block);
    if (index < 0) continue;
    const shown = view.state.doc.maybeChild(nth);
    if (!shown || index >= shown.childCount) return null;
    let position = 1;
    for (let before = 0; before < nth; before++) position += view.state.doc.child(before).nodeSize;
    for (let before = 0; before < index; before++) position += shown.child(before).nodeSize;
    const element = view.nodeDOM(position);
    return element instanceof HTMLElement ? element : null;
  }
  return null;
}

/** The block the caret is in, or, while somebody only looks, the one at the top of what they see. */
export function placeHere(view: EditorView, doc: Y.Doc): Place | null {
  const position = view.hasFocus() ? view.state.selection.$from : atTopOfScreen(view);
  if (!position || position.depth < 1) return null;
  const section = sections(doc)[position.index(0)];
  const block = section?.toArray()[position.index(1)];
  const id = section?.getAttribute('id');
  return block && id ? { block: blockName(block), section: id } : null;
}

function atTopOfScreen(view: EditorView) {
  const { left, width, top } = view.dom.getBoundingClientRect();
  const found = view.posAtCoords({ left: left + width / 2, top: Math.max(top + 4, innerHeight * 0.25) });
  return found && view.state.doc.resolve(found.pos);
}

function sections(doc: Y.Doc): Y.XmlElement[] {
  return doc
    .getXmlFragment(TEXT_ROOT)
    .toArray()
    .filter((node): node is Y.XmlElement => node instanceof Y.XmlElement);
}
