/**
 * How long it takes to compare two versions of a brief of 30,000 characters: `node tests/bench/compare.ts`. Prints the best and
 * the worst of ten runs for each kind of change, in milliseconds; ends with 1 when one is over the limit.
 */
import type { Block, SectionText } from '#lib/briefs/index.ts';
import { compare } from '#lib/versions/index.ts';

const LIMIT = 300;
const CHARACTERS = 30_000;
// As many different signs as such a text has.
const signs = Array.from({ length: 400 }, (_, nth) => String.fromCodePoint(0x4e00 + nth * 7));
let seed = 11;
const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
const words = (length: number) =>
  Array.from({ length }, () => (random(9) === 0 ? `${random(90)}，` : signs[random(signs.length)]!)).join('');
const paragraph = (text: string): Block => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const wordsOf = (block: Block) => block.content?.[0]?.text ?? '';
type Change = (blocks: readonly Block[], at: number) => Block[];

function brief(perLine: number): SectionText[] {
  const perSection = CHARACTERS / 6;
  return Array.from({ length: 6 }, (_, nth) => ({
    ...{ id: `section-${nth}`, key: 'problem', lang: 'zh-Hant', of: null },
    blocks: Array.from({ length: Math.ceil(perSection / perLine) }, () => paragraph(words(perLine)))
  }));
}

const edited: Change = (blocks) =>
  blocks.map((block) => {
    const text = wordsOf(block);
    const at = random(text.length);
    return random(2) ? block : paragraph(text.slice(0, at) + words(5) + text.slice(at + random(9)));
  });
const kinds: Record<string, Change> = {
  'half of the lines edited': edited,
  'lines moved about': (blocks) => [...blocks].sort(() => random(3) - 1),
  'moved and edited': (blocks, at) => edited([...blocks].reverse(), at),
  'all written anew': (blocks) => blocks.map((block) => paragraph(words(wordsOf(block).length))),
  'nothing changed': (blocks) => [...blocks]
};

let isSlow = false;
for (const [perLine, shape] of [
  [100, 'lines of 100'],
  [12, 'lines of 12'],
  [5000, 'lines of 5,000']
] as const) {
  const before = brief(perLine);
  for (const [name, change] of Object.entries(kinds)) {
    const after = before.map((section, at) => ({ ...section, blocks: change(section.blocks, at) }));
    const times = Array.from({ length: 10 }, () => {
      const start = performance.now();
      compare(before, after);
      return performance.now() - start;
    });
    const [best, worst] = [Math.min(...times), Math.max(...times)];
    isSlow ||= worst > LIMIT;
    console.log(
      `${shape.padEnd(15)} ${name.padEnd(26)} ${best.toFixed(1).padStart(7)} … ${worst.toFixed(1)} ms`
    );
  }
}
if (isSlow) process.exitCode = 1;
