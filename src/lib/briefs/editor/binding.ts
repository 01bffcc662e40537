/** The only file that knows the library which binds the editor to its document. */
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey, type getRelativeSelection } from 'y-prosemirror';
import type { RemembersSelection } from './steadyCaret.ts';
import type { Mapping } from './typedHere.ts';

export {
  getRelativeSelection,
  redoCommand,
  relativePositionToAbsolutePosition,
  undoCommand,
  yCursorPlugin,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
  yUndoPluginKey
} from 'y-prosemirror';

/** What is used of the binding's insides, which it does not promise. */
export type Binding = Parameters<typeof getRelativeSelection>[0] &
  RemembersSelection & {
    mapping: Mapping;
    mux(act: () => void): void;
    _prosemirrorChanged(doc: unknown): void;
  };

/** The binding between this editor and its document. */
export function bindingOf(state: EditorState): Binding {
  return (ySyncPluginKey.getState(state) as { binding: Binding }).binding;
}

/** Whether a transaction shows what came from the document (others' edits, undo) rather than what was typed here. */
export function isFromDocument(transaction: Transaction): boolean {
  return transaction.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
}

/** Tells the binding where the selection is to be put after the next change; null lets it look by itself. */
export function remember(
  binding: Binding,
  selection: { type: 'none'; anchor: null; head: null } | null
): void {
  (binding as { beforeTransactionSelection: unknown }).beforeTransactionSelection = selection;
}
