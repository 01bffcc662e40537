import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8');
const light = tokensAfter(':root {');
const darkBySystem = tokensAfter(":root:not([data-theme='light']) {");
const darkByChoice = tokensAfter(":root[data-theme='dark'] {");

const words = ['ink', 'muted', 'link', 'focus', 'seal'];
const sectors = ['government', 'civil_society', 'technology', 'business', 'academia', 'resident'];
const read = [...words, ...sectors.map((sector) => `sector-${sector}`)];

describe.each([
  ['light', light],
  ['dark', { ...light, ...darkBySystem }]
])('the palette in %s', (_theme, tokens) => {
  it.each(read)('reads %s on paper at 5:1 or better', (name) => {
    expect(contrast(tokens[name]!, tokens.paper!)).toBeGreaterThanOrEqual(5);
  });

  it.each(read)('reads %s on a card and on a wash at 4.5:1 or better', (name) => {
    expect(contrast(tokens[name]!, tokens.card!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens[name]!, tokens.wash!)).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edge of a field at 3:1 or better', () => {
    expect(contrast(tokens['line-strong']!, tokens.paper!)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens['line-strong']!, tokens.card!)).toBeGreaterThanOrEqual(3);
  });

  it('reads the characters of the seal', () => {
    expect(contrast(tokens['on-seal']!, tokens.seal!)).toBeGreaterThanOrEqual(4.5);
  });

  it('reads selected text', () => {
    expect(contrast(tokens.ink!, tokens.selection!)).toBeGreaterThanOrEqual(4.5);
  });
});

it('is the same dark palette whether the system or the reader chose it', () => {
  expect(darkByChoice).toEqual(darkBySystem);
  expect(Object.keys(darkBySystem).length).toBeGreaterThan(10);
});

function tokensAfter(selector: string): Record<string, string> {
  const from = css.indexOf(selector);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map((hit) => [hit[1]!, hit[2]!])
  );
}

/** WCAG 2 contrast of two `#rrggbb` colours. */
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
