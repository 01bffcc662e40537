import type { PhaseDraft } from '#lib/programmes/index.ts';

/** What stands in the fields of a form, by their names. */
export type Fields = Record<string, string>;

// A proposal takes the place of what was typed, which goes along unseen until the proposal is saved or dropped.
const KEPT = 'kept.';
const ROW = /^phases\.(\d+)\.kind$/;

/** The fields of a form that shows these phases, with an empty row for one more. */
function fieldsOf(phases: readonly PhaseDraft[]): Fields {
  const rows = phases.map((phase, row): [string, string][] => [
    [`phases.${row}.id`, phase.id ?? ''],
    [`phases.${row}.kind`, phase.kind],
    [`phases.${row}.title`, phase.title],
    [`phases.${row}.titleTranslated`, phase.titleTranslated ?? ''],
    [`phases.${row}.startsOn`, phase.startsOn ?? ''],
    [`phases.${row}.endsOn`, phase.endsOn ?? '']
  ]);
  return { ...Object.fromEntries(rows.flat()), [`phases.${phases.length}.kind`]: 'framing' };
}

/** The form that shows a proposal, and keeps what `form` held. */
export function withProposal(form: FormData, proposed: readonly PhaseDraft[]): Fields {
  const kept = textsOf(form).filter(([name]) => name.startsWith('phases.'));
  return {
    from: 'template',
    ...fieldsOf(proposed),
    ...Object.fromEntries(kept.map(([name, value]) => [KEPT + name, value]))
  };
}

/** The form as it was before the proposal. */
export function withoutProposal(form: FormData): Fields {
  const kept = textsOf(form).filter(([name]) => name.startsWith(KEPT));
  return Object.fromEntries(kept.map(([name, value]) => [name.slice(KEPT.length), value]));
}

/** What a form with these fields carries along unseen: empty unless it shows a proposal. */
export function carriedAlong(fields: Fields): [string, string][] {
  return Object.entries(fields).filter(([name]) => name === 'from' || name.startsWith(KEPT));
}

/** The ids of the rows of a form with these fields, in order; null for a phase not there yet, and for the one more. */
export function rowIds(fields: Fields): (string | null)[] {
  const rows = Object.keys(fields).flatMap((name) => ROW.exec(name)?.[1] ?? []);
  return rows
    .map(Number)
    .sort((a, b) => a - b)
    .map((row) => fields[`phases.${row}.id`] || null);
}

function textsOf(form: FormData): [string, string][] {
  return [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
}
