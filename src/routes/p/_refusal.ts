import { issueText } from '#lib/i18n/problemText.ts';
import type { FieldIssue } from '#lib/kernel/index.ts';

/** What an action may answer: a refusal (with what was typed), or something done, or nothing yet. */
export type Answer =
  | { problem?: { message: string; issues: readonly FieldIssue[] }; typed?: Record<string, string> }
  | null
  | undefined;

/** Reads a refused form for the page: the sentence for a field, and what was typed into it. */
export function refusalOf(answer: Answer) {
  const issues = answer?.problem?.issues ?? [];
  return {
    /** the sentence above the form, or null when the fields speak for themselves */
    message: answer?.problem?.message ?? null,
    /** @param field e.g. `title` or `affiliation.sector` */
    error(field: string): string | null {
      const issue = issues.find((one) => one.field === field);
      return issue ? issueText(issue) : null;
    },
    /** every sentence by field name, for field groups; `prefix` is cut off */
    errors(prefix = ''): Record<string, string> {
      const under = issues.filter(({ field }) => field.startsWith(prefix));
      return Object.fromEntries(under.map((issue) => [issue.field.slice(prefix.length), issueText(issue)]));
    },
    typed(field: string, otherwise: string | null | undefined = ''): string {
      return answer?.typed?.[field] ?? otherwise ?? '';
    },
    /** whether a form was sent and refused: then unticked boxes were unticked on purpose */
    isRefused: Boolean(answer?.problem)
  };
}
