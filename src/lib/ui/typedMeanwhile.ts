import { tick } from 'svelte';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Remembers what somebody types into a form while its answer is awaited; call it when sending.
 * @returns to be called with what shows the answer: afterwards it puts back what the answer has replaced by what was sent
 */
export function keepTypedMeanwhile(form: HTMLFormElement): (show: () => Promise<void>) => Promise<void> {
  const changed = new Set<Control>();
  const note = ({ target }: Event) => {
    if (isControl(target)) changed.add(target);
  };
  form.addEventListener('input', note);
  form.addEventListener('change', note);
  return async (show) => {
    form.removeEventListener('input', note);
    form.removeEventListener('change', note);
    const typed = [...changed].map((control) => ({ control, was: stateOf(control) }));
    await show();
    await tick();
    for (const { control, was } of typed) if (control.isConnected) restore(control, was);
  };
}

type State = { value: string; isChecked: boolean };

function stateOf(control: Control): State {
  return { value: control.value, isChecked: control instanceof HTMLInputElement && control.checked };
}

function restore(control: Control, was: State): void {
  const now = stateOf(control);
  if (now.value === was.value && now.isChecked === was.isChecked) return;
  control.value = was.value;
  if (control instanceof HTMLInputElement) control.checked = was.isChecked;
  // Whatever is bound to it learns of it as if it had been typed again.
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

function isControl(target: unknown): target is Control {
  return (
    (target instanceof HTMLInputElement && target.type !== 'file') ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}
