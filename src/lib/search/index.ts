export * from './entry.ts';
export type { Piece } from './snippet.ts';
