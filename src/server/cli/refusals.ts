import type { Problem } from '#lib/kernel/index.ts';
import { issueText, problemText } from '#lib/i18n/problemText.ts';
import { RefusedError } from '../stop.ts';

/** Says a room's refusal in one English sentence; what the disk refused keeps its own. */
export function inWords(problem: Problem): Error {
  if (problem.cause) return problem;
  const [issue] = problem.issues;
  return new RefusedError(
    issue ? `${issue.field}: ${issueText(issue, 'en')}` : problemText(problem.code, 'en')
  );
}
