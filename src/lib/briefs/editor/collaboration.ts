import { Extension, type CommandProps } from '@tiptap/core';
import { Plugin, Selection } from '@tiptap/pm/state';
import type { Awareness } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import { nodeRules, TEXT_ROOT } from '../document.ts';
import {
  bindingOf,
  getRelativeSelection,
  redoCommand,
  remember,
  undoCommand,
  yCursorPlugin,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin
} from './binding.ts';
import { besideNode } from './besideNode.ts';
import { caretOf, selectionOf } from './caret.ts';
import { seatText } from './seatText.ts';
import { caretByClick } from './caretByClick.ts';
import { steadyCaret } from './steadyCaret.ts';
import { writeTypedHere } from './typedHere.ts';
import { undoManagerOf, undoSteps } from './undoSteps.ts';

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
  /** what is said about saving; only whether the server is in reach matters here */
  readonly state: string;
};

// What others wrote inside a block that I made stays when I undo making it.
const holders = new Set<string>(Object.keys(nodeRules));

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    live: { undo: () => ReturnType; redo: () => ReturnType };
  }
}

/** Text, undo of my own, other people's carets, and the gate that lets a word be composed in peace. */
export function collaboration(live: LiveDocument, someone: string): Extension {
  // A word in the making is completed first: undo redraws the text from the document.
  const settled =
    (command: typeof undoCommand) =>
    () =>
    ({ state, tr, dispatch }: CommandProps) => {
      // Without dispatch the toolbar only asks whether it could.
      if (!dispatch) return command(state);
      live.gate.release();
      // The binding dispatches what undo changed by itself; this transaction must not be applied on top of it.
      tr.setMeta('preventDispatch', true);
      return command(state, () => {});
    };
  return Extension.create({
    name: 'live',
    priority: 1000,
    addCommands: () => ({ undo: settled(undoCommand), redo: settled(redoCommand) }),
    addKeyboardShortcuts() {
      const undo = () => this.editor.commands.undo();
      const redo = () => this.editor.commands.redo();
      return { 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo };
    },
    addProseMirrorPlugins: () => [
      caretByClick(),
      firstCaretInText(ySyncPlugin(live.doc.getXmlFragment(TEXT_ROOT))),
      yUndoPlugin({ protectedNodes: holders }),
      composition(live),
      undoSteps(),
      yCursorPlugin(live.awareness, {
        awarenessStateFilter: (mine: number, theirs: number, state: unknown) =>
          mine !== theirs && !isMyself(live.awareness, state),
        cursorBuilder: (user: unknown, client: number) => caretOf(live.awareness, user, client, someone),
        selectionBuilder: selectionOf
      })
    ]
  });
}

// My other window is not somebody else.
function isMyself(awareness: Awareness, state: unknown): boolean {
  const idOf = (of: unknown) => (of as { user?: { id?: unknown } } | null)?.user?.id;
  const mine = idOf(awareness.getLocalState());
  return mine !== undefined && mine === idOf(state);
}

/**
 * The binding fills the empty editor and then puts the caret back where it was: before the first section, where no
 * caret can be. With a selection already remembered it leaves that alone, and the caret goes to the first text.
 */
function firstCaretInText(plugin: Plugin): Plugin {
  const { view: begin } = plugin.spec;
  plugin.spec.view = (view) => {
    const binding = bindingOf(view.state);
    remember(binding, { type: 'none', anchor: null, head: null });
    const begun = begin!(view);
    remember(binding, null);
    const { doc, tr } = view.state;
    view.dispatch(tr.setSelection(Selection.atStart(doc)).setMeta('addToHistory', false));
    return begun;
  };
  return plugin;
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
      const binding = bindingOf(view.state);
      const bare = binding._prosemirrorChanged.bind(binding);
      const write = (content: unknown) =>
        doc.transact((transaction) => {
          const finish = writeTypedHere(doc.getXmlFragment(TEXT_ROOT), view.state);
          bare(content);
          finish(binding.mapping);
          seatText(transaction);
        }, ySyncPluginKey);
      const letCaretGo = steadyCaret(doc, binding, () => {
        const selection = besideNode(view.state);
        return selection && getRelativeSelection(binding, { ...view.state, selection } as typeof view.state);
      });
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
        binding.mux(() => write(view.state.doc));
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
          letCaretGo();
          binding._prosemirrorChanged = bare;
        }
      };
    }
  });
}
