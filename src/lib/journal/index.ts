export { GENESIS, faultIn, opens, parseBody, commitmentsOf } from './chain.ts';
export type { ChainEntry, ChainHead, EventBody, Fault, Opening, Sha256 } from './chain.ts';
export type { Verdict } from './verify.ts';
