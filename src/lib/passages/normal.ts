/** A text as passages compare it, and for each of its UTF-16 units where it came from. */
export type NormalText = { text: string; starts: readonly number[]; ends: readonly number[] };

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu;
// Chinese and Japanese are written without blanks; where one stands beside them it says nothing.
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f]/u;
const isUnspaced = (text: string) => UNSPACED.test(text);
const EDGE = /[.,;:!?…。、·"'“”‘’「」『』()[\]{}【】《》〈〉—–\s]/u;

/**
 * What counts of a text: NFKC, blanks collapsed (dropped beside Chinese), invisible characters and the punctuation at both
 * ends left out. Formatting never is part of it.
 */
export function normalText(text: string): string {
  const { text: all } = comparable(text);
  const characters = [...all];
  let [from, to] = [0, characters.length];
  while (from < to && EDGE.test(characters[from]!)) from++;
  while (to > from && EDGE.test(characters[to - 1]!)) to--;
  return from < to ? characters.slice(from, to).join('') : all;
}

/** The same without dropping punctuation at the ends, with the way back to the places of the original. */
export function comparable(original: string): NormalText {
  const characters: { text: string; from: number; to: number }[] = [];
  for (const { 0: cluster, index } of original.matchAll(CLUSTER)) {
    const text = cluster.normalize('NFKC').replace(/\p{Cf}/gu, '');
    if (text !== '') characters.push({ text, from: index, to: index + cluster.length });
  }
  const isBlank = (nth: number) => /^\s+$/u.test(characters[nth]!.text);
  const kept = characters.filter((_, nth) => {
    if (!isBlank(nth)) return true;
    let next = nth + 1;
    while (next < characters.length && isBlank(next)) next++;
    if (nth === 0 || next === characters.length || isBlank(nth - 1)) return false;
    return !isUnspaced(characters[nth - 1]!.text) && !isUnspaced(characters[next]!.text);
  });
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const one of kept) {
    const said = one.text.replace(/\s+/gu, ' ');
    for (let unit = 0; unit < said.length; unit++) {
      starts.push(one.from);
      ends.push(one.to);
    }
    text += said;
  }
  return { text, starts, ends };
}
