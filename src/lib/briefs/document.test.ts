import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId } from '#lib/kernel/index.ts';
import {
  blockName,
  nodeRules,
  briefText,
  emptyBrief,
  isSafeHref,
  MAX_DEPTH,
  plainText,
  sectionsOf,
  TEXT_ROOT
} from './document.ts';

const zh = { id: 'AAAAAAAAAAAAAAAAAAAAAA', key: 'problem', lang: 'zh-Hant', of: null } as const;
const en = { id: 'BBBBBBBBBBBBBBBBBBBBBB', key: 'problem', lang: 'en', of: zh.id } as const;

function opened(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
}

function sectionOf(doc: Y.Doc): Y.XmlElement {
  return doc.getXmlFragment(TEXT_ROOT).get(0) as Y.XmlElement;
}

describe('an empty brief', () => {
  test('holds its sections in order, each with one empty paragraph', () => {
    const paragraph = { type: 'paragraph' };
    expect(sectionsOf(opened(emptyBrief([zh, en])))).toMatchObject([
      { ...zh, blocks: [paragraph] },
      { ...en, blocks: [paragraph] }
    ]);
  });

  test('is the same bytes each time, written by the system alone', () => {
    expect(emptyBrief([zh, en])).toEqual(emptyBrief([zh, en]));
    expect([...Y.decodeUpdate(emptyBrief([zh])).structs].every((struct) => struct.id.client === 0)).toBe(
      true
    );
  });

  test('passes its own grammar', () => {
    expect(
      briefText.allowsElement('section', { id: en.id, key: en.key, lang: en.lang, of: en.of }, null)
    ).toBe(true);
    expect(briefText.allowsElement('paragraph', {}, 'section')).toBe(true);
  });
});

describe('reading', () => {
  test('gives blocks, attributes and marks as plain JSON', () => {
    const doc = opened(emptyBrief([zh]));
    const list = new Y.XmlElement('taskList');
    const item = new Y.XmlElement('taskItem');
    item.setAttribute('checked', true as unknown as string);
    const paragraph = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    text.applyDelta([
      { insert: '看' },
      { insert: '地圖', attributes: { link: { href: 'https://example.org/a' }, bold: {} } }
    ]);
    paragraph.insert(0, [text, new Y.XmlElement('hardBreak')]);
    item.insert(0, [paragraph]);
    list.insert(0, [item]);
    sectionOf(doc).insert(1, [list]);
    const blocks = sectionsOf(doc)[0]!.blocks;
    expect(blocks[1]).toMatchObject({
      type: 'taskList',
      content: [
        {
          type: 'taskItem',
          attrs: { checked: true },
          content: [{ type: 'paragraph', content: [{ type: 'text', text: '看' }, {}, { type: 'hardBreak' }] }]
        }
      ]
    });
    const linked = blocks[1]!.content![0]!.content![0]!.content![1]!;
    expect(linked.marks).toContainEqual({ type: 'link', attrs: { href: 'https://example.org/a' } });
    expect(linked.marks).toContainEqual({ type: 'bold' });
    expect(plainText(blocks)).toBe('\n看地圖\n');
  });

  test('leaves out what the grammar does not know and never changes the document', () => {
    const doc = opened(emptyBrief([zh]));
    const section = sectionOf(doc);
    const script = new Y.XmlElement('script');
    script.insert(0, [new Y.XmlText('alert(1)')]);
    const heading = new Y.XmlElement('heading');
    heading.setAttribute('level', 9 as unknown as string);
    heading.setAttribute('onclick', 'alert(1)');
    const text = new Y.XmlText();
    text.applyDelta([
      {
        insert: '公',
        attributes: { link: { href: 'javascript:alert(1)' }, constructor: {}, 'bold--AAAAAAAA': {} }
      },
      { insert: { image: 'x' } }
    ]);
    heading.insert(0, [text]);
    section.insert(0, [script, heading, new Y.XmlHook('evil') as unknown as Y.XmlElement]);
    doc.getXmlFragment(TEXT_ROOT).insert(0, [new Y.XmlText('loose'), new Y.XmlElement('paragraph')]);
    const before = Y.encodeStateAsUpdate(doc);
    expect(sectionsOf(doc)).toEqual([
      {
        ...zh,
        blocks: [
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: '公' }] },
          { type: 'paragraph' }
        ],
        places: [blockName(heading), blockName(section.get(3))]
      }
    ]);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  });

  test('survives attributes named like a prototype, endless nesting and another root', () => {
    const doc = opened(emptyBrief([zh]));
    sectionOf(doc).setAttribute('__proto__', { id: 'x' } as unknown as string);
    let at: Y.XmlElement = sectionOf(doc);
    for (let depth = 0; depth < 2000; depth++) {
      const quote = new Y.XmlElement('blockquote');
      at.insert(0, [quote]);
      at = quote;
    }
    let deepest = 0;
    let block = sectionsOf(doc)[0]!.blocks[0];
    while (block) {
      deepest++;
      block = block.content?.[0];
    }
    expect(deepest).toBe(MAX_DEPTH - 1);

    const other = new Y.Doc();
    other.getMap(TEXT_ROOT).set('a', 1);
    expect(sectionsOf(other)).toEqual([]);
    expect(sectionsOf(new Y.Doc())).toEqual([]);
  });
});

describe('the grammar', () => {
  test('knows which node may stand where', () => {
    const id = newId();
    expect(briefText.allowsElement('section', { id, lang: 'en' }, 'section')).toBe(false);
    expect(briefText.allowsElement('paragraph', {}, null)).toBe(false);
    expect(briefText.allowsElement('listItem', {}, 'section')).toBe(false);
    expect(briefText.allowsElement('listItem', {}, 'orderedList')).toBe(true);
    expect(briefText.allowsElement('hardBreak', {}, 'codeBlock')).toBe(false);
    expect(briefText.allowsElement('toString', {}, 'section')).toBe(false);
  });

  test('checks every attribute', () => {
    const section = (attributes: Record<string, unknown>) =>
      briefText.allowsElement('section', attributes, null);
    expect(section({ id: newId(), lang: 'en', key: 'who_is_affected' })).toBe(true);
    expect(section({ lang: 'en' })).toBe(false);
    expect(section({ id: 'short', lang: 'en' })).toBe(false);
    expect(section({ id: newId(), lang: 'fr' })).toBe(false);
    expect(section({ id: newId(), lang: 'en', key: '<b>' })).toBe(false);
    expect(briefText.allowsElement('heading', { level: 1 }, 'section')).toBe(false);
    expect(briefText.allowsElement('heading', { level: 3, lang: 'zh-Hant' }, 'section')).toBe(true);
    expect(briefText.allowsElement('heading', { level: '3' }, 'section')).toBe(false);
    expect(briefText.allowsElement('orderedList', { start: 1e300 }, 'section')).toBe(false);
    expect(briefText.allowsElement('taskItem', { checked: 'yes' }, 'taskList')).toBe(false);
    expect(briefText.allowsElement('codeBlock', { language: 'a b' }, 'section')).toBe(false);
    expect(briefText.allowsElement('paragraph', { style: 'x' }, 'section')).toBe(false);
    expect(briefText.allowsElement('paragraph', { ychange: {} }, 'section')).toBe(false);
  });

  test('checks marks and lets Yjs end them', () => {
    expect(briefText.allowsMark('bold', {}, 'paragraph')).toBe(true);
    expect(briefText.allowsMark('bold', null, 'paragraph')).toBe(true);
    expect(briefText.allowsMark('bold', { style: 'x' }, 'paragraph')).toBe(false);
    expect(briefText.allowsMark('link', { href: 'https://example.org' }, 'paragraph')).toBe(true);
    expect(briefText.allowsMark('link', { href: 'https://example.org', target: '_blank' }, 'paragraph')).toBe(
      false
    );
    expect(briefText.allowsMark('comment', {}, 'paragraph')).toBe(false);
    expect(briefText.allowsMark('hasOwnProperty', {}, 'paragraph')).toBe(false);
    expect(briefText.allowsMark('bold', {}, 'codeBlock')).toBe(false);
    expect(briefText.allowsMark('bold', null, 'codeBlock')).toBe(true);
  });

  test('says where text may stand', () => {
    const holders = Object.keys(nodeRules).filter((name) => briefText.allowsText(name));
    expect(holders).toEqual(['paragraph', 'heading', 'codeBlock']);
    expect(briefText.allowsText(null)).toBe(false);
  });

  test.each([
    ['https://example.org/路徑?q=1#a', true],
    ['HTTP://example.org', true],
    ['mailto:a@example.org', true],
    ['javascript:alert(1)', false],
    ['java\nscript:alert(1)', false],
    [' https://example.org', false],
    ['data:text/html,x', false],
    ['//example.org', false],
    ['https://', false],
    ['mailto:', false],
    [`https://example.org/${'a'.repeat(2000)}`, false],
    [7, false]
  ])('says of the link %j: %j', (href, allowed) => {
    expect(isSafeHref(href)).toBe(allowed);
  });
});
