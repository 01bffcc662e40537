export * from './live.ts';
export * from './passage.ts';
