import { diffArrays } from 'diff';

/** A piece of a comparison: what both say, what only the earlier text says, or what only the later one does. */
export type DifferencePart = { text: string; kind: 'same' | 'removed' | 'added' };

// Beyond this many pieces two texts have little in common, and nobody reads their comparison.
const MOST_EDITS = 2_000;
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+(?:[’'-][\p{L}\p{N}]+)*|\s+|./gsu;

/** Compares two texts word by word, Chinese by character. What differs too much is one removal and one addition. */
export function differenceOf(before: string, after: string): DifferencePart[] {
  return (
    differenceBy(before.match(WORDS) ?? [], after.match(WORDS) ?? [], MOST_EDITS) ?? everything(before, after)
  );
}

/** Compares character by character; null when more than `most` characters differ. */
export function differenceInCharacters(before: string, after: string, most: number): DifferencePart[] | null {
  return differenceBy([...before], [...after], most);
}

function differenceBy(before: string[], after: string[], most: number): DifferencePart[] | null {
  const parts = diffArrays(before, after, { maxEditLength: most });
  return (
    parts?.map(({ value, added, removed }) => ({
      text: value.join(''),
      kind: added ? 'added' : removed ? 'removed' : 'same'
    })) ?? null
  );
}

function everything(before: string, after: string): DifferencePart[] {
  const parts: DifferencePart[] = [
    { text: before, kind: 'removed' },
    { text: after, kind: 'added' }
  ];
  return parts.filter(({ text }) => text !== '');
}
