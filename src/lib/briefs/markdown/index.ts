/** Markdown there and back. It brings a parser along: pages fetch it when somebody first pastes or copies. */
export { blocksFromMarkdown, largestHeading, type Headings } from './read.ts';
export { markdownFrom } from './write.ts';
export { wholeMarkdown } from './whole.ts';
