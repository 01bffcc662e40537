/** Many times what a long text needs; measured so that what is let through takes seconds at most. */
const most = {
  signs: 5000,
  signsTogether: 1000,
  quotes: 5000,
  brackets: 5000,
  depth: 16,
  strayBackticks: 200_000
};

const tooDeep = new RegExp(`^[ \\t]*(?:(?:>|[-+*]|\\d{1,9}[.)])[ \\t]*){${most.depth},}[^-*\\s]`, 'm');
const tooFarIn = new RegExp(`^[ \\t>]{${most.depth * 3},}(?:[-+*]|\\d{1,9}[.)]) `, 'm');

/**
 * Whether reading this Markdown could hold up the server: the time grows with the square of what is open at once. Nobody
 * writes so; whoever sends it means harm, or something that is no Markdown.
 */
export function isTangled(markdown: string): boolean {
  return (
    count(markdown, /[*_~]/g) > most.signs ||
    count(markdown, />/g) > most.quotes ||
    count(markdown, /\[/g) > most.brackets ||
    tooDeep.test(markdown) ||
    tooFarIn.test(markdown) ||
    markdown.split(/\n[ \t]*\n/).some(isTangledTogether)
  );
}

// Signs are paired, and what closes code is sought, within what has no blank line in it.
function isTangledTogether(paragraph: string): boolean {
  if (count(paragraph, /[*_~]/g) > most.signsTogether) return true;
  const times = new Map<number, number>();
  for (const [run] of paragraph.matchAll(/`+/g)) times.set(run.length, (times.get(run.length) ?? 0) + 1);
  const stray = [...times.values()].filter((found) => found % 2 === 1).length;
  return stray * paragraph.length > most.strayBackticks;
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}
