import { error, fail, type ActionFailure } from '@sveltejs/kit';
import { Problem, type FieldIssue, type ProblemCode } from '#lib/kernel/index.ts';
import { problemText } from '#lib/i18n/problemText.ts';
import { errorWords } from './errorWords.ts';

/** What a form gets back when its command was refused: the sentence, the wrong fields, and what was typed. */
export type Refusal = {
  problem: { code: ProblemCode; message: string; issues: readonly FieldIssue[] };
  typed: Record<string, string>;
};

/**
 * Runs a page's load; an expected refusal becomes Kit's error page with its status and code.
 * @throws HttpError
 */
export async function asPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    error(thrown.status, pageError(thrown.status, thrown.code));
  }
}

/** What the page of an error is told. */
export function pageError(status: number, code: ProblemCode): App.Error {
  const message = problemText(code);
  return { message, code, words: errorWords(status, code, message) };
}

const secretFields = new Set(['password', 'current', 'secret', 'token']);

/**
 * Runs a form action; an expected refusal comes back as `form.problem`, with what was typed (never passwords).
 * Redirects pass through.
 */
export async function asAction<T>(
  form: FormData,
  work: () => Promise<T>
): Promise<T | ActionFailure<Refusal>> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const { code, issues, status } = thrown;
    return fail(status, { problem: { code, message: problemText(code), issues }, typed: typedIn(form) });
  }
}

function typedIn(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && !secretFields.has(name)) typed[name] = value;
  }
  return typed;
}
