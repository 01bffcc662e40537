import type { TextRun } from '#lib/briefs/index.ts';
import type { PassagePlace, PassageView } from './passage.ts';
import { kindName } from './wording.ts';

/** Passages as marks over the text: those that stand in it. */
export function passageRuns(
  passages: readonly PassageView[],
  placeOf: (passage: PassageView) => PassagePlace | null = ({ place }) => place
): TextRun[] {
  return passages.flatMap((passage): TextRun[] => {
    const place = passage.kind === null ? null : placeOf(passage);
    if (!place) return [];
    const look = `passage passage-${passage.kind} passage-${passage.status}`;
    return [{ ...place, id: passage.id, look, label: kindName(passage.kind) }];
  });
}

/**
 * Where a passage stands in words that may be ahead of the place the server told: there, or the nearest place that says the
 * same; null when none does.
 */
export function placeAmong(words: string, { place, text }: PassageView): PassagePlace | null {
  if (!place || !text) return null;
  if (words.slice(place.from, place.to) === text) return place;
  const [before, after] = [words.lastIndexOf(text, place.from), words.indexOf(text, place.from)];
  const found = [before, after]
    .filter((at) => at >= 0)
    .sort((a, b) => Math.abs(a - place.from) - Math.abs(b - place.from))[0];
  return found === undefined ? null : { ...place, from: found, to: found + text.length };
}
