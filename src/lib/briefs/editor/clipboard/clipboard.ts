import { Extension } from '@tiptap/core';
import { Fragment, Slice, type Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Markdown from '../../markdown/index.ts';
import { isSafeHref } from '../../blocks.ts';
import { changesTables, insertInSection } from '../tableCommands.ts';
import { placeIn } from '../tablePlace.ts';
import { cleanHtml } from './cleanHtml.ts';
import { pasteIntoCell } from './pasteIntoCell.ts';
import { cellsMarkup, plainKind } from './plainText.ts';
import { blocksOf, unwrapWalls } from './sliceBlocks.ts';

type Options = {
  /** Markdown was pasted; until the caller's step is closed it is the last to undo */
  onMarkdown(): void;
  /** makes what the act does one step to undo */
  asStep<T>(view: EditorView, act: () => T): T;
};

/**
 * What comes from the clipboard and what goes to it. Structure survives, looks do not; a paste never makes, breaks or
 * nests sections. Text that clearly is Markdown is read as such, one undo away from plain. Copies carry clean markup,
 * and Markdown as their plain text.
 */
export const Clipboard = Extension.create<Options>({
  name: 'clipboard',
  addOptions() {
    return { onMarkdown: () => {}, asStep: (_view, act) => act() };
  },
  addProseMirrorPlugins() {
    const { onMarkdown, asStep } = this.options;
    let markdown: typeof Markdown | null = null;
    let isPlain = false;
    // Whoever writes will copy or paste at some time; readers never load this.
    const load = async () => (markdown ??= await import('../../markdown/index.ts'));
    return [
      new Plugin({
        props: {
          transformPastedHTML: cleanHtml,
          transformPasted: unwrapWalls,
          handleDOMEvents: {
            focus: () => {
              void load().catch(() => {});
              return false;
            },
            keydown: (_view, event) => {
              isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
              return false;
            }
          },
          handlePaste(view, event, slice) {
            const plain = isPlain;
            isPlain = false;
            const data = event.clipboardData;
            const text = data?.getData('text/plain') ?? '';
            const isCode = view.state.selection.$from.parent.type.spec.code === true;
            const hasMarkup =
              !data || (data.getData('text/html') !== '' && !data.types.includes('vscode-editor-data'));
            if (plain && !isCode) return asStep(view, () => insertPlain(view, text));
            // An address pasted over words links them, which is the link's own affair.
            if (isCode || (!view.state.selection.empty && isSafeHref(text.trim()))) return false;
            if (!hasMarkup) {
              const kind = plainKind(text);
              if (kind === 'cells') return view.pasteHTML(cellsMarkup(text));
              if (kind === 'markdown') {
                void load()
                  .then(({ blocksFromMarkdown, largestHeading }) => {
                    if (view.isDestroyed || !view.editable) return;
                    const blocks = blocksFromMarkdown(text, {
                      larger: Math.max(1, largestHeading(text) ?? 2)
                    });
                    const nodes = blocks.map((block) => view.state.schema.nodeFromJSON(block));
                    const { from } = view.state.selection;
                    asStep(view, () => insertPlain(view, text));
                    const { to } = view.state.selection;
                    asStep(view, () => replaceWithBlocks(view, Math.min(from, to), to, nodes));
                    onMarkdown();
                  })
                  .catch(() => asStep(view, () => insertPlain(view, text)));
                return true;
              }
            }
            return asStep(view, () => place(view, slice) || pasteSlice(view, slice));
          },
          clipboardTextSerializer(slice) {
            const inside = unwrapWalls(slice);
            const blocks = blocksOf(inside.content.content);
            const [only] = blocks;
            const isOneLine =
              blocks.length === 1 && only!.type === 'paragraph' && !only!.content?.some(({ marks }) => marks);
            if (!markdown || isOneLine)
              return inside.content.textBetween(0, inside.content.size, '\n\n', '\n');
            return markdown.markdownFrom(blocks).replace(/\n$/, '');
          }
        }
      })
    ];
  }
});

/** Puts pasted nodes where they may stand; @returns false where the editor's ordinary way does. */
function place(view: EditorView, slice: Slice): boolean {
  const intoCell = pasteIntoCell(view.state, slice);
  if (intoCell) {
    view.dispatch(intoCell.setMeta(changesTables, true).setMeta('paste', true));
    return true;
  }
  const hasTable = slice.content.content.some((node) => node.type.name === 'table');
  if (!hasTable || placeIn(view.state.selection.$from)) return false;
  const { $from } = view.state.selection;
  // Tables stand in the section itself: inside a list or a quote they go behind it, with what came along.
  if ($from.depth > 2 && view.state.selection.empty) {
    view.dispatch(insertInSection(view.state, slice.content.content).setMeta('paste', true));
    return true;
  }
  return false;
}

// What the editor itself would do, here as a step of its own.
function pasteSlice(view: EditorView, slice: Slice): true {
  const { tr } = view.state;
  const { content, openStart, openEnd } = slice;
  const only = openStart === 0 && openEnd === 0 && content.childCount === 1 ? content.firstChild! : null;
  if (only) tr.replaceSelectionWith(only, false);
  else tr.replaceSelection(slice);
  view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
  return true;
}

function replaceWithBlocks(view: EditorView, from: number, to: number, nodes: readonly DocumentNode[]): void {
  const { state } = view;
  const tr = state.tr.delete(from, to);
  const slice = Slice.maxOpen(Fragment.from(nodes));
  const next = state.apply(tr);
  const intoCell = pasteIntoCell(next, new Slice(slice.content, 0, 0));
  if (intoCell) {
    tr.setMeta(changesTables, true);
    view.dispatch(tr);
    view.dispatch(pasteIntoCell(view.state, new Slice(slice.content, 0, 0))!.setMeta(changesTables, true));
    return;
  }
  view.dispatch(tr.replaceSelection(slice).setMeta(changesTables, true).scrollIntoView());
}

// Each line a paragraph, nothing else read into it.
function insertPlain(view: EditorView, text: string): true {
  const { schema, tr } = view.state;
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split(/\n+/);
  const paragraphs = lines.map((line) =>
    schema.nodes.paragraph!.create(null, line ? schema.text(line) : null)
  );
  view.dispatch(
    tr
      .replaceSelection(Slice.maxOpen(Fragment.from(paragraphs)))
      .scrollIntoView()
      .setMeta('paste', true)
  );
  return true;
}
