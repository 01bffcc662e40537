export * from './balance.ts';
export type * from './voices.ts';
