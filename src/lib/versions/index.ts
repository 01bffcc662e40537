export * from './attribution.ts';
export * from './compare.ts';
export type * from './difference.ts';
export { wordsOf } from './words.ts';
