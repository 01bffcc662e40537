import type { Verdict, PublishedHead } from '#lib/journal/index.ts';
import type { ChainId } from '#lib/kernel/index.ts';

/** What a check of every chain found, in a database or in a file. */
export type LogReport = {
  verdicts: readonly Verdict[];
  /** programmes (or the installation) whose acts must have left a chain, and that have none */
  chainless: readonly ChainId[];
  /** published heads that no chain holds */
  missing: readonly PublishedHead[];
  /** what is wrong with the file itself, in one sentence */
  damage: string | null;
};

/** Whether nothing at all is wrong. */
export function isSound({ verdicts, chainless, missing, damage }: LogReport): boolean {
  return verdicts.every(({ ok }) => ok) && chainless.length + missing.length === 0 && damage === null;
}
