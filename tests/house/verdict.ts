/** How one part of `npm test` went. */
export type Count = { passed: number; failed: number; why?: string };

/** Reads Vitest's JSON report. */
export function unitVerdict(report: {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
}): Count {
  const skipped = report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded has no failed test, only a failed suite.
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
  return judge(report.numPassedTests, failed, skipped);
}

/** Reads the `stats` of Playwright's JSON report. A flaky story is a failed one. */
export function storyVerdict({
  stats
}: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}): Count {
  return judge(stats.expected, stats.unexpected + stats.flaky, stats.skipped);
}

function judge(passed: number, failed: number, skipped: number): Count {
  const notRun = `${skipped} tests were skipped or did not run`;
  if (skipped > 0) return { passed, failed: failed + skipped, why: notRun };
  if (passed + failed === 0) return { passed, failed: 1, why: 'no test ran' };
  return { passed, failed };
}

/** A part's verdict when its exit code is known too: it says more than a count, an unhandled rejection fails no test. */
export function withExitCode(count: Count, code: number): Count {
  if (code === 0 || count.failed > 0) return count;
  return { ...count, failed: 1, why: `it ended with code ${code}` };
}
