import { Extension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { allowsAttributes, MAX_DEPTH } from '../document.ts';
import { changesSections } from './section.ts';
import { clearAcross, keepsCells, spansWalls } from './walls.ts';

/** Most characters that may be pasted or dropped at once. */
export const PASTE_LIMIT = 200_000;

/** Room left below the server's limit, so that nothing a person does here can be refused there. */
const DEPTH_HERE = MAX_DEPTH - 4;

type Options = {
  /** whether a transaction brings in other people's edits, which are never refused here */
  isFromOthers(transaction: Transaction): boolean;
  /** a paste was refused as a whole, or something would have been nested too deep */
  onRefused(reason: 'paste_too_long' | 'too_deep'): void;
};

/**
 * Keeps the sections and the cells of tables: typing, deleting and pasting change what is in them, never which there are.
 * And keeps the grammar: what the server would refuse is refused here first, in words and with nothing lost.
 */
export const Guard = Extension.create<Options>({
  name: 'guard',
  priority: 2000,

  addOptions() {
    return { isFromOthers: () => false, onRefused: () => {} };
  },

  addProseMirrorPlugins() {
    const { isFromOthers, onRefused } = this.options;
    const refuseLong = (data: DataTransfer | null) => {
      const isLong = (data?.getData('text/plain').length ?? 0) > PASTE_LIMIT;
      if (isLong) onRefused('paste_too_long');
      return isLong;
    };
    return [
      new Plugin({
        filterTransaction: (transaction, state) => {
          if (!transaction.docChanged || isFromOthers(transaction)) return true;
          if (!transaction.getMeta(changesSections) && !hasSameSections(state.doc, transaction.doc))
            return false;
          if (!keepsCells(transaction)) return false;
          const isAllowed = followsGrammar(transaction);
          if (!isAllowed) onRefused('too_deep');
          return isAllowed;
        },
        props: {
          handleKeyDown: (view, event) => {
            if (view.composing || !spansWalls(view.state)) return false;
            if (event.key === 'Backspace' || event.key === 'Delete' || event.key === 'Enter')
              return clear(view);
            return false;
          },
          handleTextInput: (view, _from, _to, text) => {
            if (!spansWalls(view.state)) return false;
            clear(view);
            view.dispatch(view.state.tr.insertText(text));
            return true;
          },
          // A page's markup may hold more text than the plain text beside it says.
          handlePaste: (_view, _event, slice) => {
            const isLong = slice.content.size > PASTE_LIMIT;
            if (isLong) onRefused('paste_too_long');
            return isLong;
          },
          handleDrop: (_view, _event, slice, isMoved) => {
            const isLong = !isMoved && slice.content.size > PASTE_LIMIT;
            if (isLong) onRefused('paste_too_long');
            return isLong;
          },
          handleDOMEvents: {
            compositionstart: (view) => {
              if (spansWalls(view.state)) clear(view);
              return false;
            },
            paste: (view, event) => {
              if (refuseLong(event.clipboardData)) {
                event.preventDefault();
                return true;
              }
              if (view.editable && spansWalls(view.state)) clear(view);
              return false;
            },
            drop: (_view, event) => {
              const isLong = refuseLong(event.dataTransfer);
              if (isLong) event.preventDefault();
              return isLong;
            },
            cut: (view) => {
              // The copy is made first; what may not be cut across sections is then cleared inside each.
              if (view.editable && spansWalls(view.state)) setTimeout(() => clear(view));
              return false;
            }
          }
        }
      })
    ];
  }
});

function clear(view: EditorView): true {
  view.dispatch(clearAcross(view.state));
  return true;
}

function hasSameSections(before: DocumentNode, after: DocumentNode): boolean {
  return (
    before.childCount === after.childCount &&
    before.children.every((section, index) => {
      const other = after.child(index);
      return section === other || (section.hasMarkup(other.type, other.attrs) && other.childCount > 0);
    })
  );
}

function followsGrammar(transaction: Transaction): boolean {
  let isAllowed = true;
  for (const { from, to } of changedRanges(transaction)) {
    const depths = new Map<DocumentNode, number>([[transaction.doc, 0]]);
    transaction.doc.nodesBetween(from, to, (node, _position, parent) => {
      const depth = (parent ? (depths.get(parent) ?? 0) : 0) + 1;
      depths.set(node, depth);
      if (!node.isText && (depth > DEPTH_HERE || !allowsAttributes(node.type.name, node.attrs)))
        isAllowed = false;
      return isAllowed;
    });
  }
  return isAllowed;
}

function changedRanges(transaction: Transaction): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  transaction.mapping.maps.forEach((map, index) => {
    const rest = transaction.mapping.slice(index + 1);
    map.forEach((_oldFrom, _oldTo, from, to) =>
      ranges.push({ from: rest.map(from, -1), to: rest.map(to, 1) })
    );
  });
  return ranges;
}
