import { textOf, textOrNull } from '../../_form.ts';

/** More rows than this are not read: the command would refuse them anyway. */
const MOST_ROWS = 40;

/**
 * The phases a form holds, unchecked: the command checks them and names every wrong field. Rows ticked for removal, and
 * the empty row at the end, are left out; `rows` says which row of the form each phase came from.
 */
export function phasesInput(form: FormData): { phases: object[]; rows: number[] } {
  const phases: object[] = [];
  const rows: number[] = [];
  for (let row = 0; row < MOST_ROWS && form.has(`phases.${row}.kind`); row++) {
    const at = (field: string) => `phases.${row}.${field}`;
    const id = textOf(form, at('id')) || undefined;
    const told = ['title', 'titleTranslated', 'startsOn', 'endsOn'].map((field) =>
      textOf(form, at(field)).trim()
    );
    if (form.get(at('remove')) === 'on' || (!id && told.every((text) => text === ''))) continue;
    rows.push(row);
    phases.push({
      id,
      kind: textOf(form, at('kind')),
      title: textOf(form, at('title')),
      titleTranslated: textOrNull(form, at('titleTranslated')),
      startsOn: textOrNull(form, at('startsOn')),
      endsOn: textOrNull(form, at('endsOn'))
    });
  }
  return { phases, rows };
}
