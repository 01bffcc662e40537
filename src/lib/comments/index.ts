export * from './comment.ts';
export * from './mentions.ts';
