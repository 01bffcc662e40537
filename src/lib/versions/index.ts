export * from './attribution.ts';
export * from './compare.ts';
export type * from './difference.ts';
export type { ListedVersion, Version } from './version.ts';
export { wordsOf } from './words.ts';
