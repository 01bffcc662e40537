import type { SubmitFunction } from '@sveltejs/kit';
import { keepTypedMeanwhile } from './typedMeanwhile.ts';

/**
 * For `use:enhance` of every form: while an answer is awaited its buttons say so and sending again does nothing;
 * what is typed meanwhile stays. The buttons stay focusable, since a button that vanishes from the keyboard takes the caret with it.
 */
export const sendOnce: SubmitFunction = ({ formElement, cancel }) => {
  if (formElement.getAttribute('aria-busy') === 'true') return cancel();
  mark(formElement, true);
  const showing = keepTypedMeanwhile(formElement);
  return async ({ update }) => {
    await showing(() => update());
    mark(formElement, false);
  };
};

function mark(form: HTMLFormElement, isSending: boolean): void {
  if (isSending) form.setAttribute('aria-busy', 'true');
  else form.removeAttribute('aria-busy');
  for (const button of form.querySelectorAll('button[type="submit"]')) {
    if (isSending) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}
