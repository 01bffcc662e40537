import { Problem } from './problems.ts';

/** Runs `work`; an expected refusal comes back as a value, anything else is thrown on. */
export async function attempt<T>(
  work: () => Promise<T>
): Promise<{ ok: true; value: T } | { ok: false; problem: Problem }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error };
    throw error;
  }
}
