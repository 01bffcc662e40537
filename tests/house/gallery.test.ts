import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const gallery = readFileSync(join(root, 'src/routes/(dev)/gallery/_Gallery.svelte'), 'utf8');

// Part of every page already (the layout), or part of another component.
const elsewhere = new Set(['Announcer', 'SkipLink', 'FieldFrame']);

test.each(['src/lib/ui', 'src/lib/access'])('the gallery shows every component of %s', (folder) => {
  const names = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => file.replace('.svelte', ''))
    .filter((name) => !elsewhere.has(name));
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name) => !gallery.includes(`<${name}`))).toEqual([]);
});
