import { expect, test } from 'vitest';
import { closeCodes } from '../protocol.ts';
import { refusalOf, stateOf, type ConnectionFacts } from './connectionState.ts';

const calm: ConnectionFacts = {
  finalCode: null,
  isSynced: true,
  hasFailed: false,
  isWritable: true,
  pending: 0,
  isComposing: false
};

test.each<[string, Partial<ConnectionFacts>]>([
  ['saved', {}],
  ['saving', { pending: 1 }],
  ['saving', { isComposing: true }],
  ['connecting', { isSynced: false }],
  ['offline', { isSynced: false, hasFailed: true }],
  ['kept', { isSynced: false, pending: 2 }],
  ['kept', { isSynced: false, hasFailed: true, isComposing: true }],
  ['readonly', { isWritable: false }],
  ['refused', { isWritable: false, pending: 1 }],
  ['refused', { finalCode: closeCodes.forbidden, isSynced: false }],
  ['refused', { finalCode: closeCodes.contentRefused, pending: 3 }],
  ['epoch_ended', { finalCode: closeCodes.epochEnded, pending: 3 }]
])('the words are "%s" for %j', (state, facts) => {
  expect(stateOf({ ...calm, ...facts })).toBe(state);
});

test.each([
  [closeCodes.signedOut, 'signed_out'],
  [closeCodes.forbidden, 'no_right'],
  [closeCodes.notFound, 'gone'],
  [closeCodes.tooLarge, 'too_large'],
  [closeCodes.tooMuch, 'too_much'],
  [closeCodes.malformed, 'content'],
  [closeCodes.contentRefused, 'content'],
  [closeCodes.epochEnded, null]
])('close code %i means %s', (finalCode, refusal) => {
  expect(refusalOf({ ...calm, finalCode })).toBe(refusal);
});
