import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { Editor } from '@tiptap/core';
import { undoManagerOf } from './undoSteps.ts';

/** How many sections had text before and have none after. */
export function emptiedSections(before: DocumentNode, after: DocumentNode): number {
  if (before.childCount !== after.childCount) return 0;
  return before.children.filter((section, index) => {
    const now = after.child(index);
    return section !== now && isWritten(section) && !isWritten(now);
  }).length;
}

/**
 * Closes the step that has just been made, so that it can be taken back by itself whatever is typed after it.
 * @returns a function that takes back that step and nothing else; it does nothing once the step was undone
 */
export function ownStep(editor: Editor): () => void {
  const manager = undoManagerOf(editor.view);
  manager.stopCapturing();
  const step = manager.undoStack.at(-1);
  return () => {
    const at = step ? manager.undoStack.indexOf(step) : -1;
    if (at < 0 || editor.isDestroyed || !editor.isEditable) return;
    manager.undoStack.push(...manager.undoStack.splice(at, 1));
    editor.commands.undo();
  };
}

// A rule or an empty list is something, too, but nobody would miss it: only words count.
function isWritten(section: DocumentNode): boolean {
  return section.textContent.trim() !== '';
}
