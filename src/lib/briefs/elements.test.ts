import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId } from '#lib/kernel/index.ts';
import { briefText, emptyBrief, sectionsOf, TEXT_ROOT } from './document.ts';
import { elementsFrom } from './elements.ts';
import { blocksFromMarkdown } from './markdown/index.ts';

const everything = `## 大

一**二**\\
三 [連結](https://example.org/a)

- 外
  - 內

3. 三

- [x] 做了

> 話

\`\`\`ts
a
\`\`\`

---

| 人 | 事 |
| -- | -- |
| a  |    |
`;

test('blocks come out of the document as they went in, and the server’s grammar takes them', () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, emptyBrief([{ id: newId(), key: 'problem', lang: 'zh-Hant', of: null }]));
  const section = doc.getXmlFragment(TEXT_ROOT).get(0) as Y.XmlElement;
  const blocks = blocksFromMarkdown(everything);
  section.insert(1, elementsFrom(blocks));
  expect(sectionsOf(doc)[0]!.blocks.slice(1)).toEqual(blocks);
  const walk = (element: Y.XmlElement, parent: string): void => {
    expect(briefText.allowsElement(element.nodeName, element.getAttributes(), parent)).toBe(true);
    for (const child of element.toArray())
      if (child instanceof Y.XmlElement) walk(child, element.nodeName);
      else expect(briefText.allowsText(element.nodeName)).toBe(true);
  };
  for (const element of section.toArray()) walk(element as Y.XmlElement, 'section');
});

test('an empty text block has a seat for its first character', () => {
  const doc = new Y.Doc();
  doc.getXmlFragment(TEXT_ROOT).insert(0, elementsFrom([{ type: 'paragraph' }]));
  expect((doc.getXmlFragment(TEXT_ROOT).get(0) as Y.XmlElement).get(0)).toBeInstanceOf(Y.XmlText);
});
