/**
 * Remembers what has the focus and, in a text, where its caret is. Browser only: a text that is only focused again has
 * its caret at the beginning for a moment, and what is typed in that moment stands there.
 * @returns how to give the focus back, if that place is still there
 */
export function rememberFocus(): () => void {
  const before = document.activeElement;
  const caret = caretIn(before);
  return () => {
    if (!(before instanceof HTMLElement) || !before.isConnected) return;
    before.focus();
    caret?.();
  };
}

function caretIn(text: Element | null): (() => void) | null {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
  if (!(text instanceof HTMLElement) || !text.isContentEditable || !anchorNode || !focusNode) return null;
  const wordsOf = () => [anchorNode.textContent, focusNode.textContent];
  const [atAnchor, atFocus] = wordsOf();
  return () => {
    const [nowAtAnchor, nowAtFocus] = wordsOf();
    // Where others have typed meanwhile, the editor knows better.
    if (!text.contains(anchorNode) || !text.contains(focusNode)) return;
    if (nowAtAnchor !== atAnchor || nowAtFocus !== atFocus) return;
    getSelection()?.setBaseAndExtent(anchorNode, anchorOffset!, focusNode, focusOffset!);
  };
}
