import { textOf, textOrNull } from '../../_form.ts';

/** What the brief's form holds, unchecked: the command checks it and names every wrong field. */
export function briefInput(form: FormData) {
  return {
    title: textOf(form, 'title'),
    summary: textOrNull(form, 'summary'),
    lang: textOf(form, 'lang'),
    titleTranslated: textOrNull(form, 'titleTranslated'),
    summaryTranslated: textOrNull(form, 'summaryTranslated')
  };
}
