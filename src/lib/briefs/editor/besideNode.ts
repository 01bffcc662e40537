import { Selection, type EditorState } from '@tiptap/pm/state';

/** The caret's place nearest to a selected node, in the same section; null where the section has no other text. */
export function besideNode({ selection }: EditorState): Selection | null {
  const { $from, $to } = selection;
  if ($from.depth === 0) return null;
  const near = [Selection.findFrom($from, -1, true), Selection.findFrom($to, 1, true)];
  return near.find((place) => place?.$head.before(1) === $from.before(1)) ?? null;
}
