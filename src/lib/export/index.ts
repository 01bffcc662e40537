export * from './archive.ts';
export * from './logReport.ts';
