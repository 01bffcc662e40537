export { newCode, readCode, showCode } from './code.ts';
export * from './invitation.ts';
export * from './member.ts';
export * from './phase.ts';
export * from './programme.ts';
export { compareProof, provingDomain } from './proof.ts';
export * from './record.ts';
