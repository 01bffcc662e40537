export * from './passage.ts';
