import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { simpleDiffStringWithCursor } from 'lib0/diff';
import * as Y from 'yjs';

/** What the binding knows of each part of the text: what it looks like in the editor. */
export type Mapping = { set(part: Y.XmlElement | Y.XmlText, shown: Node | Node[]): unknown };

/**
 * Writes what was typed in the block with the caret into its text, at the place it was typed. The binding compares
 * two strings and takes the last place that fits: an r typed before somebody's r would become the one after it, and
 * two people typing "reuse" and "reach" at one place would share each other's letters. Leaves everything else, and
 * every change of structure, to the binding, which finds this text already equal.
 * @returns to be called after the binding has written: what it skipped because it was equal still has to be known to it
 */
export function writeTypedHere(root: Y.XmlFragment, { selection }: EditorState): (mapping: Mapping) => void {
  const { $head } = selection;
  const unchanged = () => {};
  const path: [Y.XmlElement, Node][] = [];
  for (let depth = 0; depth < $head.depth; depth++) {
    const outer = path.at(-1)?.[0] ?? root;
    const node = $head.node(depth + 1);
    if (outer.length !== $head.node(depth).childCount) return unchanged;
    const inner: unknown = outer.get($head.index(depth));
    if (!(inner instanceof Y.XmlElement) || inner.nodeName !== node.type.name) return unchanged;
    path.push([inner, node]);
  }
  const [block, shown] = path.at(-1) ?? [];
  if (!block || !shown?.isTextblock) return unchanged;
  const runs = runsOf(shown);
  const at = runs.findIndex((run) => $head.parentOffset <= run.to);
  const run = runs[at];
  const text: unknown = runs.length === block.length && run ? block.get(at) : null;
  if (!run?.texts || !(text instanceof Y.XmlText)) return unchanged;
  if (!writeAtCaret(text, shown.textBetween(run.from, run.to), $head.parentOffset - run.from))
    return unchanged;
  return (mapping) => {
    for (const [type, node] of path) mapping.set(type, node);
    mapping.set(text, run.texts!);
  };
}

/** What stands between two things that are not text is one Y.XmlText, whatever its marks. */
type Run = { from: number; to: number; texts?: Node[] };

function runsOf(block: Node): Run[] {
  const runs: Run[] = [];
  block.forEach((node, from) => {
    const to = from + node.nodeSize;
    const last = runs.at(-1);
    if (!node.isText) runs.push({ from, to: from });
    else if (last?.texts) {
      last.texts.push(node);
      last.to = to;
    } else runs.push({ from, to, texts: [node] });
  });
  return runs;
}

function writeAtCaret(text: Y.XmlText, typed: string, caret: number): boolean {
  const before = (text.toDelta() as { insert: unknown }[]).map(({ insert }) => insert);
  if (before.some((piece) => typeof piece !== 'string')) return false;
  const was = before.join('');
  if (was === typed) return false;
  // The caret stands after what was typed; the comparison asks for where it was before.
  const from = caret - Math.max(0, typed.length - was.length);
  const { index, remove, insert } = simpleDiffStringWithCursor(was, typed, Math.max(0, from));
  if (remove > 0) text.delete(index, remove);
  if (insert) text.insert(index, insert);
  return true;
}
