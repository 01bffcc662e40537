import { textOf, textOrNull } from './_form.ts';

/** What the programme form holds, unchecked: the command checks it and names every wrong field. */
export function programmeInput(form: FormData) {
  return {
    kind: textOf(form, 'kind'),
    title: textOf(form, 'title'),
    summary: textOrNull(form, 'summary'),
    lang: textOf(form, 'lang'),
    titleTranslated: textOrNull(form, 'titleTranslated'),
    summaryTranslated: textOrNull(form, 'summaryTranslated'),
    visibility: textOf(form, 'visibility'),
    startsOn: textOrNull(form, 'startsOn'),
    endsOn: textOrNull(form, 'endsOn')
  };
}
