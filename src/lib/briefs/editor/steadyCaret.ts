import * as Y from 'yjs';

type Ends = { type: string; anchor: Y.RelativePosition; head: Y.RelativePosition };
/** What the binding remembers while the document changes: where the selection was. */
export type RemembersSelection = { beforeTransactionSelection: Ends | null };

/**
 * Makes the caret hold on to the character before it. The binding ties it to the one after, or to the end of the
 * text: two people typing at one place would then push each other's caret along and mix their words. A selected rule is
 * left for the caret beside it: others may delete it.
 * @param beside the place in the text nearest to the selected node, if its section has any
 * @returns a function that ends it
 */
export function steadyCaret(
  doc: Y.Doc,
  binding: RemembersSelection,
  beside: () => Omit<Ends, 'type'> | null
): () => void {
  const lean = () => {
    const before = binding.beforeTransactionSelection;
    if (before?.type === 'text') binding.beforeTransactionSelection = leaning(before, doc);
    // The binding throws where a selected node has gone meanwhile, stays behind, and writes its old text over the new.
    if (before?.type === 'node')
      binding.beforeTransactionSelection = leaning({ ...before, ...beside(), type: 'text' }, doc);
  };
  doc.on('beforeAllTransactions', lean);
  return () => doc.off('beforeAllTransactions', lean);
}

function leaning(selection: Ends, doc: Y.Doc): Ends {
  const anchor = Y.createAbsolutePositionFromRelativePosition(selection.anchor, doc);
  const head = Y.createAbsolutePositionFromRelativePosition(selection.head, doc);
  const isCaret = anchor && head && anchor.type === head.type && anchor.index === head.index;
  // A range keeps its words as they are; only a caret is pushed by what others type at its place.
  if (!isCaret || !(anchor.type instanceof Y.XmlText)) return selection;
  const held = Y.createRelativePositionFromTypeIndex(anchor.type, anchor.index, -1);
  return { ...selection, anchor: held, head: held };
}
