import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventSentence, eventWords } from './eventWords.ts';

const root = join(import.meta.dirname, '..');

function recordedTypes(): Set<string> {
  const types = new Set<string>();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  for (const file of files) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file.includes('paraglide')) continue;
    const source = readFileSync(join(root, file), 'utf8');
    if (!/\.record\(|NewEvent\b/.test(source)) continue;
    // Rights are named the same way, in the present tense.
    const acts = source.replace(/\b(?:guard|can)\([^)]*\)/g, '');
    for (const [, type] of acts.matchAll(
      /'((?:account|brief|instance|invitation|journal|member|programme|token)\.[a-z_]+)'/g
    ))
      types.add(type!);
  }
  return types;
}

describe('the words of the record', () => {
  it('has a sentence for every event type the services and rooms record', () => {
    const types = recordedTypes();
    expect(types.size).toBeGreaterThan(5);
    expect([...types].filter((type) => !(type in eventWords))).toEqual([]);
  });

  it('names no event type that nothing records', () => {
    const types = recordedTypes();
    expect(Object.keys(eventWords).filter((type) => !types.has(type))).toEqual([]);
  });

  it('says that it does not know a type from another version, with its name', () => {
    expect(eventSentence('workshop.opened')).toContain('workshop.opened');
  });
});
