import { expect, test } from 'vitest';
import { storyVerdict, unitVerdict, withExitCode } from './verdict.ts';

const unit = {
  numPassedTests: 9,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numFailedTestSuites: 0
};
const stories = { expected: 9, unexpected: 0, flaky: 0, skipped: 0 };

test('tests that all ran and passed pass', () => {
  expect(unitVerdict(unit)).toEqual({ passed: 9, failed: 0 });
  expect(storyVerdict({ stats: stories })).toEqual({ passed: 9, failed: 0 });
});

test('a part in which nothing ran has failed', () => {
  expect(unitVerdict({ ...unit, numPassedTests: 0 }).failed).toBe(1);
  expect(storyVerdict({ stats: { ...stories, expected: 0 } }).failed).toBe(1);
});

test('a skipped test is a failed one', () => {
  expect(unitVerdict({ ...unit, numPendingTests: 2 }).failed).toBe(2);
  expect(unitVerdict({ ...unit, numTodoTests: 1 }).failed).toBe(1);
  expect(storyVerdict({ stats: { ...stories, skipped: 3 } }).failed).toBe(3);
});

test('a flaky story is a failed one', () => {
  expect(storyVerdict({ stats: { ...stories, flaky: 1 } }).failed).toBe(1);
});

test('a file that could not be loaded fails', () => {
  expect(unitVerdict({ ...unit, numFailedTestSuites: 1 }).failed).toBe(1);
});

test('an exit code other than 0 fails, whatever was counted', () => {
  expect(withExitCode({ passed: 9, failed: 0 }, 1).failed).toBe(1);
  expect(withExitCode({ passed: 9, failed: 2 }, 1).failed).toBe(2);
});
