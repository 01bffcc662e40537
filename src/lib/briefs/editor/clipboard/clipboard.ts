import { Extension } from '@tiptap/core';
import { Fragment, Slice, type Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { changesTables, insertInSection } from '../tableCommands.ts';
import { placeIn } from '../tablePlace.ts';
import { cleanHtml } from './cleanHtml.ts';
import { pasteIntoCell } from './pasteIntoCell.ts';
import { cellsMarkup, plainKind } from './plainText.ts';
import { blocksOf, unwrapWalls } from './sliceBlocks.ts';

type Markdown = typeof import('../../markdown/index.ts');
type Options = {
  /** Markdown was pasted; until the caller's step is closed it is the last to undo */
  onMarkdown(): void;
  /** closes the step to undo that has been made so far */
  closeStep(view: EditorView): void;
};

/**
 * What comes from the clipboard and what goes to it. Structure survives, looks do not; a paste never makes, breaks or
 * nests sections. Text that clearly is Markdown is read as such, one undo away from plain. Copies carry clean markup,
 * and Markdown as their plain text.
 */
export const Clipboard = Extension.create<Options>({
  name: 'clipboard',
  addOptions() {
    return { onMarkdown: () => {}, closeStep: () => {} };
  },
  addProseMirrorPlugins() {
    const { onMarkdown, closeStep } = this.options;
    let markdown: Markdown | null = null;
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
            if (plain && !isCode) return insertPlain(view, text);
            if (isCode) return false;
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
                    closeStep(view);
                    const from = view.state.selection.from;
                    insertPlain(view, text);
                    const to = view.state.selection.to;
                    closeStep(view);
                    replaceWithBlocks(view, Math.min(from, to), to, nodes);
                    onMarkdown();
                  })
                  .catch(() => insertPlain(view, text));
                return true;
              }
              return false;
            }
            return place(view, slice);
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
