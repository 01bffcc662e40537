import { Extension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, Selection, TextSelection, type Command } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { asOwnStep } from './undoSteps.ts';
import {
  addColumn,
  addRow,
  changesTables,
  deleteColumn,
  deleteRow,
  goToCell,
  insertTable
} from './tableCommands.ts';
import { cellsOf, placeIn } from './tablePlace.ts';

/** Keys inside tables, and what screen readers are told about the header row. */
export const TableKeys = Extension.create({
  name: 'tableKeys',
  // Before lists: in a cell Tab goes to the next cell.
  priority: 500,
  addKeyboardShortcuts() {
    const go = (step: 1 | -1) => () => goToCell(step)(this.editor.state, this.editor.view.dispatch);
    const run = (command: Command) => () => runOnTable(this.editor.view, command);
    return {
      Tab: go(1),
      'Shift-Tab': go(-1),
      'Mod-Alt-t': run(insertTable),
      'Mod-Enter': run(addRow('below')),
      'Mod-Shift-Enter': run(addRow('above')),
      'Mod-Alt-Enter': run(addColumn('after')),
      'Mod-Alt-Shift-Enter': run(addColumn('before')),
      'Mod-Alt-Backspace': run(deleteRow),
      'Mod-Alt-Shift-Backspace': run(deleteColumn),
      ArrowDown: () => leave(this.editor.view, 'down'),
      ArrowUp: () => leave(this.editor.view, 'up')
    };
  },
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_, { doc }) => headers(doc),
        apply: (transaction, value) => (transaction.docChanged ? headers(transaction.doc) : value)
      },
      props: {
        decorations(state) {
          return this.getState(state);
        }
      }
    })
  ]
});

/** Changes a table as one step to undo. @returns whether there was something to change */
export function runOnTable(view: EditorView, command: Command): boolean {
  return command(view.state) && asOwnStep(view, () => command(view.state, view.dispatch));
}

function headers(doc: DocumentNode): DecorationSet {
  const found: Decoration[] = [];
  doc.forEach((section, offset) =>
    section.forEach((block, inner) => {
      if (block.type.name !== 'table' || !block.attrs.header) return;
      for (const { node, position, row } of cellsOf(block, offset + 1 + inner))
        if (row === 0)
          found.push(Decoration.node(position, position + node.nodeSize, { role: 'columnheader' }));
    })
  );
  return found.length > 0 ? DecorationSet.create(doc, found) : DecorationSet.empty;
}

/** At a table's edge with nothing beyond it, an arrow makes the line to go to. */
function leave(view: EditorView, direction: 'up' | 'down'): boolean {
  const { state } = view;
  const place = placeIn(state.selection.$head);
  if (!place || !state.selection.empty || view.composing || !view.endOfTextblock(direction)) return false;
  const { table, tablePosition, row, cellPosition } = place;
  const isDown = direction === 'down';
  if (row !== (isDown ? table.childCount - 1 : 0)) return false;
  const { $head } = state.selection;
  const cell = state.doc.nodeAt(cellPosition)!;
  const isEdge = isDown
    ? $head.after() === cellPosition + cell.nodeSize - 1
    : $head.before() === cellPosition + 1;
  if (!isEdge && $head.depth === state.doc.resolve(cellPosition + 1).depth + 1) return false;
  const at = isDown ? tablePosition + table.nodeSize : tablePosition;
  const $at = state.doc.resolve(at);
  const { tr } = state;
  if (isDown ? !$at.nodeAfter : !$at.nodeBefore) {
    tr.insert(at, state.schema.nodes.paragraph!.create()).setMeta(changesTables, true);
    tr.setSelection(TextSelection.create(tr.doc, at + 1));
  } else tr.setSelection(Selection.near($at, isDown ? 1 : -1));
  view.dispatch(tr.scrollIntoView());
  return true;
}
