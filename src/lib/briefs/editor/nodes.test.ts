import { getSchema, Node } from '@tiptap/core';
import type { MarkType, NodeType } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { markRules, nodeRules } from '../document.ts';
import { blocksAndMarks } from './nodes.ts';
import { toHref } from './link.ts';
import { Section } from './section.ts';

const schema = getSchema([
  Node.create({ name: 'doc', topNode: true, content: 'section*' }),
  Section,
  ...blocksAndMarks((text) => text)
]);
const named = (types: Readonly<Record<string, NodeType | MarkType>>) => Object.keys(types).sort();

test('the editor has exactly the nodes and marks of the grammar', () => {
  expect(named(schema.nodes)).toEqual([...Object.keys(nodeRules), 'doc', 'text'].sort());
  expect(named(schema.marks)).toEqual(Object.keys(markRules).sort());
});

test.each(Object.keys(nodeRules))(
  '%s has exactly the attributes of the grammar, with their defaults',
  (name) => {
    const rules = nodeRules[name as keyof typeof nodeRules].attributes as Record<
      string,
      { fallback: unknown; isRequired?: true }
    >;
    const made = schema.nodes[name]!.spec.attrs ?? {};
    expect(Object.keys(made).sort()).toEqual(Object.keys(rules).sort());
    for (const [key, rule] of Object.entries(rules)) {
      if (rule.isRequired) expect('default' in made[key]!).toBe(false);
      else expect(made[key]!.default).toBe(rule.fallback);
    }
  }
);

test.each(Object.keys(nodeRules))('%s stands where the grammar lets it stand', (name) => {
  const parents: readonly (string | null)[] = nodeRules[name as keyof typeof nodeRules].parents;
  const type = schema.nodes[name]!;
  for (const parent of Object.values(schema.nodes)) {
    if (parent.isText || parent.isLeaf) continue;
    const isAllowed = parent.contentMatch.matchType(type) !== null;
    expect([parent.name, isAllowed]).toEqual([
      parent.name,
      parents.includes(parent.name === 'doc' ? null : parent.name)
    ]);
  }
});

test('marks carry the attributes of the grammar and do not overlap themselves', () => {
  expect(Object.keys(schema.marks.link!.spec.attrs ?? {})).toEqual(['href']);
  for (const type of Object.values(schema.marks)) {
    expect(type.excludes(type)).toBe(true);
    if (type.name !== 'link') expect(Object.keys(type.spec.attrs ?? {})).toEqual([]);
  }
});

test('wrong values do not pass the schema', () => {
  expect(() => schema.nodes.heading!.create({ level: 1 }).check()).toThrow(/Wrong level/);
  expect(() => schema.nodes.section!.create({ id: 'x', lang: 'en' }).check()).toThrow(/Wrong id/);
  expect(() =>
    schema.text('x', [schema.marks.link!.create({ href: 'javascript:alert(1)' })]).check()
  ).toThrow(/link/);
});

test.each([
  ['https://example.org', 'https://example.org'],
  ['example.org/a?b', 'https://example.org/a?b'],
  ['市府.台灣', 'https://市府.台灣'],
  ['a@example.org', 'mailto:a@example.org'],
  ['javascript:alert(1)', null],
  ['just words', null],
  ['', null]
])('the typed address %j becomes %j', (typed, href) => {
  expect(toHref(typed)).toBe(href);
});
