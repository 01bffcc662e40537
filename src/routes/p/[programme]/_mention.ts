import { textOf } from '../_form.ts';

/** The words of a comment's form, with whoever was chosen to be spoken to before them. */
export function wordsOf(form: FormData): string {
  const [mention, text] = [textOf(form, 'mention'), textOf(form, 'text')];
  return mention === '' || text.trim() === '' ? text : `@{${mention}} ${text}`;
}
