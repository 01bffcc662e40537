export * from './archive.ts';
export * from './logReport.ts';
export * from './brief/formatNames.ts';
