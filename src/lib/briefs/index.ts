export * from './brief.ts';
// Types only: the functions of document.ts bring Yjs along, which readers' pages must not download.
export type { Block, Mark, SectionHead, SectionText } from './document.ts';
export * from './sectionPrompt.ts';
export * from './template.ts';
export * from './reading/live.ts';
export * from './reading/recent.ts';
export * from './reading/seats.ts';
