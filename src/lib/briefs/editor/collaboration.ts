/** The only file that touches the binding between the editor and Yjs. */
import { Extension, type CommandProps, type Extensions } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { getRelativeSelection, yCursorPlugin, ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type { Doc, UndoManager } from 'yjs';
import { TEXT_ROOT } from '../document.ts';
import { caretOf, selectionOf } from './caret.ts';

/** What the editor needs of a document's connection. */
export type LiveDocument = {
  readonly doc: Doc;
  readonly awareness: Awareness;
  readonly gate: {
    readonly isHeld: boolean;
    hold(): void;
    touch(): void;
    settle(): void;
    release(): void;
    onWord(listener: () => void): () => void;
  };
  setComposing(isComposing: boolean): void;
};

type Binding = Parameters<typeof getRelativeSelection>[0] & {
  mux(act: () => void): void;
  _prosemirrorChanged(doc: unknown): void;
};

/** Whether a transaction shows what came from the document (others' edits, undo) rather than what was typed here. */
export function isFromDocument(transaction: Transaction): boolean {
  return transaction.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
}

/** The current undo manager. Undo covers this person's own edits only. */
export function undoManagerOf(view: EditorView): UndoManager {
  return yUndoPluginKey.getState(view.state).undoManager;
}

/** Text, undo of my own, other people's carets, and the gate that lets a word be composed in peace. */
export function collaboration(live: LiveDocument, someone: string): Extensions {
  return [
    Collaboration.extend({
      addCommands() {
        const own = this.parent?.();
        // A word in the making is completed first: undo redraws the text from the document.
        const settled = (name: 'undo' | 'redo') => () => (props: CommandProps) => {
          // Without dispatch the toolbar only asks whether it could.
          if (props.dispatch) live.gate.release();
          return own?.[name]?.()(props) ?? false;
        };
        return { undo: settled('undo'), redo: settled('redo') };
      }
    }).configure({ document: live.doc, field: TEXT_ROOT }),
    Extension.create({
      name: 'live',
      addProseMirrorPlugins: () => [
        composition(live),
        undoSteps(),
        yCursorPlugin(live.awareness, {
          cursorBuilder: (user: unknown, client: number) => caretOf(live.awareness, user, client, someone),
          selectionBuilder: selectionOf
        })
      ]
    })
  ];
}

// What replaces a selection is a step of its own: undo brings the selection back and keeps what was typed just before.
function undoSteps(): Plugin {
  return new Plugin({
    state: {
      init: () => null,
      apply(transaction, value, before) {
        if (transaction.docChanged && !before.selection.empty && !isFromDocument(transaction))
          (yUndoPluginKey.getState(before)?.undoManager as UndoManager | undefined)?.stopCapturing();
        return value;
      }
    }
  });
}

/**
 * While the gate is held the editor's text runs ahead of the document: half-typed symbols never enter it. The finished
 * word does, as one edit and one step to undo.
 */
function composition(live: LiveDocument): Plugin {
  const { gate, doc } = live;
  let keepCaret = () => {};
  const pass = (act: () => void) => () => {
    act();
    return false;
  };
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: pass(() => {
          gate.hold();
          keepCaret();
        }),
        compositionupdate: pass(() => gate.touch()),
        compositionend: pass(() => gate.settle()),
        blur: pass(() => gate.release())
      }
    },
    view(view) {
      const binding = ySyncPluginKey.getState(view.state).binding as Binding;
      const write = binding._prosemirrorChanged.bind(binding);
      let isAhead = false;
      let caretBefore: ReturnType<typeof getRelativeSelection> | null = null;
      keepCaret = () => {
        if (!isAhead) caretBefore = getRelativeSelection(binding, view.state);
      };
      binding._prosemirrorChanged = (content) => {
        if (!gate.isHeld) return write(content);
        isAhead = true;
        live.setComposing(true);
      };
      const stopListening = gate.onWord(() => {
        if (!isAhead) return;
        isAhead = false;
        const undo = undoManagerOf(view);
        undo.stopCapturing();
        const before = undo.undoStack.at(-1);
        binding.mux(() => doc.transact(() => write(view.state.doc), ySyncPluginKey));
        // Where the caret was is measured against the document, which the half-typed text was not part of.
        const step = undo.undoStack.at(-1);
        if (caretBefore && step !== before) step?.meta.set(binding, caretBefore);
        caretBefore = null;
        undo.stopCapturing();
        live.setComposing(false);
      });
      return {
        destroy() {
          stopListening();
          binding._prosemirrorChanged = write;
        }
      };
    }
  });
}
