/** What programmes let the browser draw and say. */
export { entryWords } from './entryWords.ts';
export { eventSentence } from './eventWords.ts';
export { default as InvitationCard } from './InvitationCard.svelte';
export { default as InvitationForm } from './InvitationForm.svelte';
export { default as InvitationSheet } from './InvitationSheet.svelte';
export { default as InvitationWays } from './InvitationWays.svelte';
export { default as MemberList } from './MemberList.svelte';
export { LiveRecord } from './liveRecord.svelte.ts';
export { default as MemberRow } from './MemberRow.svelte';
export { default as PhaseFields } from './PhaseFields.svelte';
export { default as NewEntries } from './NewEntries.svelte';
export { default as PhaseLine } from './PhaseLine.svelte';
export { phaseSteps } from './phaseSteps.ts';
export { phaseSentences } from './phaseSentences.ts';
export { default as OwnAffiliation } from './OwnAffiliation.svelte';
export { default as ProgrammeFields } from './ProgrammeFields.svelte';
export { default as QrCode } from './QrCode.svelte';
export { default as RecordLine } from './RecordLine.svelte';
export { phaseName } from './phaseWording.ts';
export { dateText, datesText } from './dates.ts';
export { kindLine, roleLine, visibilityLine } from './explaining.ts';
export {
  languageName,
  readersLanguage,
  summaryFor,
  titleFor,
  type InLanguage,
  type Titled
} from './inReadersLanguage.ts';
export { kindName } from './wording.ts';
