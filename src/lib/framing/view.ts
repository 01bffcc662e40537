export { default as Gates } from './Gates.svelte';
export { default as IntakeRow } from './IntakeRow.svelte';
export { default as SectionRow } from './SectionRow.svelte';
export { default as StateMark } from './StateMark.svelte';
