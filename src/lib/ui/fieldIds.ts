/** The ids that tie a control to its hint, error and count; `describedBy` lists only the ones shown. */
export function fieldIds(id: string, shown: { hint?: unknown; error?: unknown; count?: unknown }) {
  const ids = { hint: `${id}-hint`, error: `${id}-error`, count: `${id}-count` };
  const describedBy = [shown.error && ids.error, shown.hint && ids.hint, shown.count && ids.count]
    .filter(Boolean)
    .join(' ');
  return { ...ids, describedBy: describedBy === '' ? undefined : describedBy };
}

/** Characters as people count them (an emoji or a composed letter is one). */
export function countGraphemes(text: string): number {
  if (typeof Intl.Segmenter !== 'function') return [...text].length;
  let count = 0;
  for (const _ of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) count += 1;
  return count;
}
