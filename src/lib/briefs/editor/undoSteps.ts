import { Plugin, TextSelection, type Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { UndoManager } from 'yjs';
import {
  bindingOf,
  getRelativeSelection,
  isFromDocument,
  relativePositionToAbsolutePosition,
  remember,
  yUndoPluginKey,
  type Binding
} from './binding.ts';

/** The current undo manager. Undo covers this person's own edits only. */
export function undoManagerOf(view: EditorView): UndoManager {
  const undo = yUndoPluginKey.getState(view.state);
  if (!undo) throw new Error('This editor has no undo manager.');
  return undo.undoManager;
}

/**
 * Makes an edit a step of its own to undo, and undoing it brings the caret back to where it is now. Without this the
 * caret would be sought in what the edit has made, which is gone by then.
 */
export function asOwnStep<T>(view: EditorView, act: () => T): T {
  const undo = undoManagerOf(view);
  const binding = bindingOf(view.state);
  undo.stopCapturing();
  const caret = getRelativeSelection(binding, view.state);
  const before = undo.undoStack.at(-1);
  const done = act();
  const step = undo.undoStack.at(-1);
  if (step !== before) step?.meta.set(binding, caret);
  undo.stopCapturing();
  return done;
}

/**
 * What replaces a selection is a step of its own, so that undo keeps what was typed just before. Undo brings the caret
 * or the selection back to where it was before the step.
 */
export function undoSteps(): Plugin {
  return new Plugin({
    state: {
      init: () => null,
      apply(transaction, value, before) {
        if (transaction.docChanged && !before.selection.empty && !isFromDocument(transaction))
          (yUndoPluginKey.getState(before)?.undoManager as UndoManager | undefined)?.stopCapturing();
        return value;
      }
    },
    view(view) {
      const undo = undoManagerOf(view);
      const binding = bindingOf(view.state);
      const goBack = ({ stackItem, type }: { stackItem: { meta: Map<unknown, unknown> }; type: string }) => {
        // The binding would take it for the caret of the next change, whoever makes that.
        remember(binding, null);
        const before = type === 'undo' ? (stackItem.meta.get(binding) as Remembered | null) : null;
        const selection = before && rememberedIn(view, binding, before);
        if (selection) view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
      };
      undo.on('stack-item-popped', goBack);
      return { destroy: () => undo.off('stack-item-popped', goBack) };
    }
  });
}

type Remembered = ReturnType<typeof getRelativeSelection>;

function rememberedIn(
  view: EditorView,
  binding: Binding,
  { type, anchor, head }: Remembered
): Selection | null {
  if (type !== 'text' || !anchor || !head) return null;
  const { doc } = view.state;
  const [from, to] = [anchor, head].map((end) =>
    relativePositionToAbsolutePosition(binding.doc, binding.type, end, binding.mapping)
  );
  if (from == null || to == null || Math.max(from, to) > doc.content.size || Math.min(from, to) < 0)
    return null;
  return TextSelection.between(doc.resolve(from), doc.resolve(to));
}
