export * from './brief.ts';
// Types only: the functions of document.ts bring Yjs along, which readers' pages must not download.
export type { Block, Mark, SectionHead, SectionText } from './document.ts';
export { isBlank, plainText } from './blocks.ts';
export * from './sectionPrompt.ts';
export type { TextRun } from './textRuns.ts';
export type { BriefView, Companion, CompanionParts, SelectedText } from './reading/besideBrief.ts';
export * from './template.ts';
export * from './reading/live.ts';
export * from './reading/recent.ts';
export * from './reading/seats.ts';
