/**
 * Puts back what somebody had selected in a field when the scripts come: Svelte takes the `value` attribute off then and
 * writes the value anew, which sends the caret to the end, and what is typed over the selection would be added to it.
 */
export function keepSelection(control: HTMLInputElement | HTMLTextAreaElement): void {
  if (document.activeElement !== control) return;
  const { selectionStart: from, selectionEnd: to, selectionDirection: direction, value } = control;
  // Fields for e-mail addresses and numbers do not tell.
  if (from === null || to === null) return;
  queueMicrotask(() => {
    if (control.value === value) control.setSelectionRange(from, to, direction ?? undefined);
  });
}
