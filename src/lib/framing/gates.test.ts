import { describe, expect, test } from 'vitest';
import type { Block } from '#lib/briefs/index.ts';
import { gates, type GateFacts } from './gates.ts';
import { unsourced } from './sources.ts';

const none: GateFacts = {
  filled: new Set(),
  sectors: 0,
  unsourced: null,
  responder: 'nobody',
  decisions: 0,
  isAnswered: false
};
const missing = (facts: Partial<GateFacts>, name: string) =>
  gates({ ...none, ...facts })
    .find((gate) => gate.name === name)!
    .lines.filter(({ isMet }) => !isMet)
    .map(({ is, key }) => (is === 'filled' ? key : is));

describe('a gate names what is missing', () => {
  test('framed: four parts filled, three sectors, every fact sourced', () => {
    expect(missing({}, 'framed')).toEqual(['problem', 'people', 'facts', 'scope', 'sectors', 'sourced']);
    const filled = new Set(['problem', 'people', 'facts', 'scope'] as const);
    expect(missing({ filled, sectors: 2, unsourced: 1 }, 'framed')).toEqual(['sectors', 'sourced']);
    expect(missing({ filled, sectors: 3, unsourced: 0 }, 'framed')).toEqual([]);
  });

  test('ready for teams: a responder who is only named is not enough', () => {
    const filled = new Set(['questions', 'resources', 'success'] as const);
    expect(missing({ filled, responder: 'named', decisions: 1 }, 'ready')).toEqual(['responder']);
    expect(missing({ filled, responder: 'confirmed', decisions: 1 }, 'ready')).toEqual([]);
  });

  test('closed: the response is published', () => {
    expect(missing({}, 'closed')).toEqual(['answer']);
    expect(missing({ isAnswered: true }, 'closed')).toEqual([]);
  });
});

describe('a statement without a source', () => {
  const text = (words: string, href?: string): Block => ({
    type: 'text',
    text: words,
    ...(href && { marks: [{ type: 'link', attrs: { href } }] })
  });
  const paragraph = (...content: Block[]): Block => ({ type: 'paragraph', content });
  const item = (...content: Block[]): Block => ({ type: 'listItem', content });
  const row = (...words: string[]): Block => ({
    type: 'tableRow',
    content: words.map((word): Block => ({ type: 'tableCell', content: [paragraph(text(word))] }))
  });

  test('is a paragraph, an item or a row with words and no link', () => {
    const list: Block = {
      type: 'bulletList',
      content: [
        item(paragraph(text('每天 12 班'))),
        item(paragraph(text('停駛 3 天，'), text('航港局', 'https://example.org')))
      ]
    };
    const table: Block = { type: 'table', content: [row('年', '班次'), row('2025', '4,380')] };
    expect(unsourced([paragraph(text('渡船停駛時沒有替代。')), list, table])).toBe(3);
  });

  test('is not a heading, an empty line, or what introduces a list', () => {
    expect(
      unsourced([{ type: 'heading', content: [text('規模')] }, paragraph(), paragraph(text('來源：'))])
    ).toBe(0);
  });
});
