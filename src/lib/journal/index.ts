export { GENESIS, faultIn, opens, parseBody, commitmentsOf } from './chain.ts';
export type { ChainEntry, ChainHead, EventBody, Fault, Opening, Sha256 } from './chain.ts';
export { ChainCheck, holdsHead } from './verify.ts';
export type { CheckedEntry, PublishedHead, Verdict } from './verify.ts';
