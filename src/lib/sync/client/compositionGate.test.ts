import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompositionGate } from './compositionGate.ts';

let told: string[] = [];

function gate() {
  const made = new CompositionGate();
  made.onWord(() => told.push(made.isHeld ? 'word' : 'late word'));
  made.onRelease(() => told.push('release'));
  return made;
}

beforeEach(() => {
  told = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('it opens a moment after the composition ends: first the word, then the traffic', () => {
  const held = gate();
  held.hold();
  held.touch();
  held.settle();
  expect(held.isHeld).toBe(true);
  vi.advanceTimersByTime(39);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['word', 'release']);
  expect(held.isHeld).toBe(false);
});

test('words composed one after another are complete each by itself while the gate stays shut', () => {
  const held = gate();
  held.hold();
  held.settle();
  held.hold();
  expect(told).toEqual(['word']);
  expect(held.isHeld).toBe(true);
  vi.advanceTimersByTime(100);
  expect(held.isHeld).toBe(true);
  held.settle();
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['word', 'word', 'release']);
});

test('it lets go by itself after eight seconds without a key, counted from the last one', () => {
  const held = gate();
  held.hold();
  vi.advanceTimersByTime(7000);
  held.touch();
  vi.advanceTimersByTime(7999);
  expect(held.isHeld).toBe(true);
  vi.advanceTimersByTime(1);
  expect(held.isHeld).toBe(false);
  held.touch();
  expect(held.isHeld).toBe(true);
});

test('blur or destroy opens it at once, and only once', () => {
  const held = gate();
  held.hold();
  held.release();
  held.release();
  held.settle();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['word', 'release']);
});

test('a listener that fails does not keep it shut', () => {
  vi.stubGlobal('reportError', () => told.push('reported'));
  const held = new CompositionGate();
  held.onWord(() => {
    throw new Error('broken');
  });
  held.onRelease(() => told.push('release'));
  held.hold();
  held.release();
  expect(told).toEqual(['reported', 'release']);
  vi.unstubAllGlobals();
});
