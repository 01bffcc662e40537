/** Fewer unchanged lines than this are not worth folding away. */
const WORTH = 3;

/** Lines in order, in parts that are shown or folded away: what stayed the same over several lines. */
export function foldLines<T extends { kind: string }>(
  lines: readonly T[]
): { isFolded: boolean; lines: T[] }[] {
  const parts: { isSame: boolean; lines: T[] }[] = [];
  for (const line of lines) {
    const isSame = line.kind === 'same';
    const last = parts.at(-1);
    if (last?.isSame === isSame) last.lines.push(line);
    else parts.push({ isSame, lines: [line] });
  }
  return parts.map(({ isSame, lines }) => ({ isFolded: isSame && lines.length >= WORTH, lines }));
}
