export * from './framing.ts';
export * from './gates.ts';
export * from './intake.ts';
export * from './sectionState.ts';
