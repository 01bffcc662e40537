import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId, parse, Problem } from '#lib/kernel/index.ts';
import { blocksFromMarkdown } from './markdown/index.ts';
import { briefJson, briefJsonText, type BriefJson } from './briefJson.ts';
import { sectionsOf, type Block, type SectionText } from './document.ts';
import { elementsFrom } from './elements.ts';
import { withEvenTables } from './tableBlocks.ts';
import { textHash } from './textHash.server.ts';

const markdown = `## 現況 **重點**

- 強風停航[^1]，見 [航班](https://example.org/a?b=1&c=2)
  - 第二層
    1. 第三層
- [ ] 沒做
- [x] 做了 \`code\`

| 項目 | 數量 |
| --- | --- |
| 長者 | 300 |
|  | ~~31~~ |

> 引用 *斜體*

\`\`\`sql
select 1;
\`\`\`

---

最後一行\\
換行`;

function sections(): SectionText[] {
  const [zh, en] = [newId(), newId()];
  return [
    { id: zh, key: 'problem', lang: 'zh-Hant', of: null, blocks: blocksFromMarkdown(markdown) },
    { id: en, key: 'problem', lang: 'en', of: zh, blocks: [{ type: 'paragraph' }] },
    { id: newId(), key: null, lang: 'en', of: null, blocks: [] }
  ];
}

const brief: BriefJson['brief'] = {
  ...{ title: '渡船', summary: null, lang: 'zh-Hant', stage: 'draft' },
  ...{ titleTranslated: 'Ferry', summaryTranslated: null }
};

/** A document another installation makes of a file: ids and names of columns are its own. */
function imported(file: BriefJson): SectionText[] {
  const ids = new Map(file.sections.map(({ id }) => [id, newId()]));
  const doc = new Y.Doc();
  doc.getXmlFragment('text').insert(
    0,
    file.sections.map(({ id, key, lang, of, blocks }) => {
      const section = new Y.XmlElement('section');
      const head = { id: ids.get(id), key, lang, of: of && ids.get(of) };
      for (const [name, value] of Object.entries(head)) if (value) section.setAttribute(name, value);
      section.insert(0, elementsFrom(blocks));
      return section;
    })
  );
  return sectionsOf(doc).map((one) => ({ ...one, blocks: withEvenTables(one.blocks) }));
}

const withoutIds = (text: string) => text.replace(/"[A-Za-z0-9_-]{22}"/g, '"id"');

test('a file, imported and exported again, is the same to the byte but for ids', () => {
  const before = sections();
  const passages = [
    {
      id: newId(),
      section: before[0]!.id,
      from: 3,
      to: 5,
      kind: 'need',
      quote: '重點',
      text: null,
      who: null
    }
  ];
  const first = briefJsonText({ source: null, brief, sections: before, passages });
  const file = parse(briefJson, JSON.parse(first));
  const after = imported(file);
  const second = briefJsonText({
    ...file,
    sections: after,
    passages: file.passages.map((one) => ({ ...one, id: newId(), section: after[0]!.id }))
  });
  expect(second).not.toBe(first);
  expect(withoutIds(second)).toBe(withoutIds(first));
  expect(textHash(after)).toBe(textHash(before));
});

test('the hash of a text changes with a character, a mark, a language and what a section translates', () => {
  const text = sections();
  const said = (change: (one: SectionText) => SectionText) => textHash([change(text[0]!), ...text.slice(1)]);
  const same = textHash(text);
  expect(same).toMatch(/^[0-9a-f]{64}$/);
  expect(said((one) => ({ ...one, id: newId(), key: 'people' }))).not.toBe(same);
  expect(said((one) => ({ ...one, lang: 'en' }))).not.toBe(same);
  expect(said((one) => ({ ...one, blocks: one.blocks.slice(1) }))).not.toBe(same);
  expect(textHash([text[0]!, { ...text[1]!, of: null }, text[2]!])).not.toBe(same);
});

test('runs split by edits are written as one, marks in one order', () => {
  const bold = { type: 'bold' };
  const italic = { type: 'italic' };
  const one = (content: Block[]): SectionText[] => [
    { id: newId(), key: null, lang: 'en', of: null, blocks: [{ type: 'paragraph', content }] }
  ];
  const split: Block[] = [
    { type: 'text', text: 'ab', marks: [italic, bold] },
    { type: 'text', text: 'c', marks: [bold, italic] }
  ];
  expect(textHash(one(split))).toBe(textHash(one([{ type: 'text', text: 'abc', marks: [bold, italic] }])));
});

const paragraph = (content: unknown) => [{ type: 'paragraph', content }];
const link = (href: string) => [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href } }] }];
function deep(levels: number): unknown {
  let node: unknown = { type: 'paragraph' };
  for (let level = 0; level < levels; level++) node = { type: 'blockquote', content: [node] };
  return node;
}

test.each([
  ['a link that runs a script', paragraph(link('javascript:alert(1)'))],
  ['a link to a file', paragraph(link('file:///etc/passwd'))],
  ['an unknown node', [{ type: 'iframe' }]],
  ['a section in a section', [{ type: 'section' }]],
  ['an attribute nobody knows', [{ type: 'paragraph', attrs: { onclick: 'x' } }]],
  ['a key nobody knows', [{ type: 'paragraph', html: '<b>' }]],
  ['text where none may be', [{ type: 'text', text: 'x' }]],
  ['20,000 nested quotes', [deep(20_000)]]
])('refuses %s with a sentence', (_what, blocks) => {
  const [one] = sections();
  const file = { format: 'groundwork-brief', version: 1, brief, sections: [{ ...one, blocks }] };
  expect(() => parse(briefJson, file)).toThrow(Problem);
});

test('refuses a file whose parts do not belong together, and one of a later version', () => {
  const [one] = sections();
  const head = { format: 'groundwork-brief', version: 1, brief };
  const here = { ...one!, blocks: blocksFromMarkdown('four') };
  const passage = {
    id: newId(),
    section: here.id,
    from: 0,
    to: 4,
    kind: 'need',
    quote: 'four',
    text: null,
    who: null
  };
  const lost = { ...passage, id: newId(), from: null, to: null };
  expect(parse(briefJson, { ...head, sections: [here], passages: [lost, passage] }).passages).toHaveLength(2);
  for (const wrong of [
    { ...head, sections: [here, here] },
    { ...head, sections: [{ ...here, of: newId() }] },
    { ...head, sections: [here], passages: [{ ...passage, to: 5 }] },
    { ...head, sections: [here], passages: [{ ...passage, section: newId() }] },
    { ...head, sections: [here], passages: [{ ...passage, from: null }] },
    { ...head, version: 2, sections: [here] }
  ])
    expect(() => parse(briefJson, wrong)).toThrow(Problem);
});
