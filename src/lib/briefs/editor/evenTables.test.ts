import { getSchema, Node } from '@tiptap/core';
import { EditorState, TextSelection, type Command } from '@tiptap/pm/state';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror';
import * as Y from 'yjs';
import { newId } from '#lib/kernel/index.ts';
import { briefText, emptyBrief, sectionsOf, TEXT_ROOT } from '../document.ts';
import { elementsFrom } from '../elements.ts';
import { blocksFromMarkdown } from '../markdown/index.ts';
import { evenTable } from '../tableBlocks.ts';
import { evenOut, unevenTables } from './evenTables.ts';
import { blocksAndMarks } from './nodes.ts';
import { seatText } from './seatText.ts';
import { Section } from './section.ts';
import { addColumn, addRow, deleteColumn, deleteRow, toggleHeader } from './tableCommands.ts';
import { cellsOf } from './tablePlace.ts';

const schema = getSchema([
  Node.create({ name: 'doc', topNode: true, content: 'section*' }),
  Section,
  ...blocksAndMarks((text) => text)
]);
const start = '| 誰 | 什麼 | 何時 |\n|--|--|--|\n| 里長 | 敲門 | 23:40 |\n| 水利局 | 簡訊 | 23:52 |';

/** Somebody's browser without a screen: the same commands, written through the same binding. */
class Writer {
  readonly doc = new Y.Doc();
  constructor(client: number, update: Uint8Array) {
    this.doc.clientID = client;
    Y.applyUpdate(this.doc, update);
  }

  get table(): Y.XmlElement | undefined {
    const section = this.doc.getXmlFragment(TEXT_ROOT).get(0) as Y.XmlElement;
    return section.toArray().find((node) => (node as Y.XmlElement).nodeName === 'table') as
      Y.XmlElement | undefined;
  }

  /** Runs a command with the caret in the nth cell, counted round. @returns whether there was a table */
  act(nth: number, command: Command): boolean {
    const fragment = this.doc.getXmlFragment(TEXT_ROOT);
    const before = Y.encodeStateVector(this.doc);
    const { doc, meta } = initProseMirrorDoc(fragment, schema);
    expect(Y.encodeStateVector(this.doc), 'showing a table must not change it').toEqual(before);
    let state = EditorState.create({ doc });
    const position = doc.child(0).children.findIndex(({ type }) => type.name === 'table');
    if (position < 0) return false;
    const offset = doc
      .child(0)
      .children.slice(0, position)
      .reduce((sum, { nodeSize }) => sum + nodeSize, 1);
    const cells = cellsOf(doc.child(0).child(position), offset);
    const cell = cells[nth % cells.length]!;
    state = state.apply(state.tr.setSelection(TextSelection.near(doc.resolve(cell.position + 1))));
    command(state, (transaction) => {
      state = state.apply(transaction);
      this.doc.transact((change) => {
        updateYFragment(this.doc, fragment, state.doc, meta);
        seatText(change);
      });
    });
    return true;
  }
}

function startWith(count: number): Writer[] {
  const seed = new Y.Doc();
  Y.applyUpdate(seed, emptyBrief([{ id: newId(), key: 'problem', lang: 'zh-Hant', of: null }]));
  seed.clientID = 1;
  (seed.getXmlFragment(TEXT_ROOT).get(0) as Y.XmlElement).insert(1, elementsFrom(blocksFromMarkdown(start)));
  const update = Y.encodeStateAsUpdate(seed);
  return Array.from({ length: count }, (_, at) => new Writer(100 + at * 7, update));
}

function exchange(from: Writer, to: Writer): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)));
}

function exchangeAll(writers: readonly Writer[]): void {
  for (const from of writers) for (const to of writers) if (from !== to) exchange(from, to);
}

/** What the elected one does, until nothing is left to do. @returns how often it had to */
function repair(elected: Writer): number {
  let times = 0;
  while (unevenTables(elected.doc).length > 0 && times < 10) {
    for (const table of unevenTables(elected.doc)) evenOut(table);
    times++;
  }
  return times;
}

function type(words: string): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.insertText(words));
    return true;
  };
}

const grid = (writer: Writer) => {
  const block = sectionsOf(writer.doc)[0]!.blocks.find(({ type }) => type === 'table');
  return block ? (block.content ?? []).map((row) => row.content ?? []) : null;
};
const words = (writer: Writer) => JSON.stringify(sectionsOf(writer.doc)[0]!.blocks);
const shape = (writer: Writer) => grid(writer)?.map((cells) => cells.length);

describe('two people change one table at the same time', () => {
  test('two columns beside each other are both there, in one order in every row', () => {
    const [anna, ben] = startWith(2) as [Writer, Writer];
    anna.act(1, addColumn('after'));
    ben.act(1, addColumn('after'));
    exchangeAll([anna, ben]);
    expect(shape(anna)).toEqual([5, 5, 5]);
    expect(unevenTables(anna.doc)).toHaveLength(0);
    const names = grid(anna)!.map((cells) => cells.map(({ attrs }) => attrs?.column));
    expect(names[1]).toEqual(names[0]);
    expect(grid(ben)).toEqual(grid(anna));
  });

  test('a column and a row cross: the one missing cell is added, in its place', () => {
    const [anna, ben] = startWith(2) as [Writer, Writer];
    anna.act(0, addColumn('after'));
    ben.act(4, addRow('below'));
    ben.act(6, type('社工'));
    exchangeAll([anna, ben]);
    expect(shape(anna)).toEqual([4, 4, 3, 4]);
    const block = sectionsOf(ben.doc)[0]!.blocks.find(({ type }) => type === 'table')!;
    expect(
      evenTable(block).rows.map((cells) => cells.length),
      'readers see a whole grid meanwhile'
    ).toEqual([4, 4, 4, 4]);
    expect(repair(anna)).toBe(1);
    exchangeAll([anna, ben]);
    expect(shape(ben)).toEqual([4, 4, 4, 4]);
    expect(JSON.stringify(grid(ben)![2]![0])).toContain('社工');
  });

  test('what is left of a deleted column goes, unless somebody wrote there', () => {
    for (const note of ['', '改口頭通知']) {
      const [anna, ben] = startWith(2) as [Writer, Writer];
      anna.act(1, deleteColumn);
      ben.act(6, addRow('below'));
      if (note) ben.act(10, type(note));
      exchangeAll([anna, ben]);
      repair(anna);
      exchangeAll([anna, ben]);
      expect(shape(ben)).toEqual(note ? [3, 3, 3, 3] : [2, 2, 2, 2]);
      if (note) expect(words(ben)).toContain(note);
    }
  });

  test('two who both repair, cut off from each other, lose nothing and end even', () => {
    const [anna, ben] = startWith(2) as [Writer, Writer];
    anna.act(0, addColumn('after'));
    ben.act(4, addRow('below'));
    exchangeAll([anna, ben]);
    repair(anna);
    repair(ben);
    anna.act(9, type('甲'));
    ben.act(9, type('乙'));
    exchangeAll([anna, ben]);
    expect(repair(anna)).toBeLessThanOrEqual(1);
    exchangeAll([anna, ben]);
    expect(unevenTables(ben.doc)).toHaveLength(0);
    expect(shape(ben)).toEqual([4, 4, 4, 4]);
    expect(words(ben)).toContain('甲');
    expect(words(ben)).toContain('乙');
  });
});

type Act = {
  who: number;
  cell: number;
  what: 'type' | 'addRow' | 'addColumn' | 'deleteRow' | 'deleteColumn' | 'header' | 'meet' | 'repair';
  other: number;
};
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    who: fc.nat(3),
    other: fc.nat(3),
    cell: fc.nat(40),
    what: fc.oneof(
      { weight: 4, arbitrary: fc.constant('type' as const) },
      { weight: 6, arbitrary: fc.constantFrom('addRow' as const, 'addColumn' as const) },
      { weight: 3, arbitrary: fc.constantFrom('deleteRow' as const, 'deleteColumn' as const) },
      { weight: 5, arbitrary: fc.constantFrom('meet' as const, 'repair' as const, 'header' as const) }
    )
  }),
  { minLength: 4, maxLength: 30 }
);
const commands: Record<'addRow' | 'addColumn' | 'deleteRow' | 'deleteColumn' | 'header', Command> = {
  addRow: addRow('below'),
  addColumn: addColumn('before'),
  deleteRow,
  deleteColumn,
  header: toggleHeader
};

test('however four people change rows and columns at once, all end with the same even table and nobody’s text is lost', () => {
  fc.assert(
    fc.property(acts, (all) => {
      const writers = startWith(4);
      const typed: string[] = [];
      let hasDeleted = false;
      let repairs = 0;
      all.forEach(({ who, other, cell, what }, at) => {
        const writer = writers[who]!;
        if (what === 'meet') {
          exchange(writer, writers[other]!);
          exchange(writers[other]!, writer);
        } else if (what === 'repair') repairs += repair(writers[0]!);
        else if (what === 'type') {
          if (writer.act(cell, type(`〔${at}〕`))) typed.push(`〔${at}〕`);
        } else {
          hasDeleted ||= what === 'deleteRow' || what === 'deleteColumn';
          writer.act(cell, commands[what]);
        }
      });
      exchangeAll(writers);
      expect(repair(writers[0]!)).toBeLessThanOrEqual(1);
      expect(repairs).toBeLessThanOrEqual(all.length);
      exchangeAll(writers);
      for (const writer of writers) {
        expect(unevenTables(writer.doc)).toHaveLength(0);
        expect(sectionsOf(writer.doc)).toEqual(sectionsOf(writers[0]!.doc));
        const lengths = shape(writer) ?? [];
        expect(new Set(lengths).size).toBeLessThanOrEqual(1);
        if (!hasDeleted) for (const word of typed) expect(words(writer).split(word)).toHaveLength(2);
      }
      const table = writers[0]!.table;
      for (const row of table?.toArray() ?? [])
        for (const one of (row as Y.XmlElement).toArray())
          expect(
            briefText.allowsElement('tableCell', (one as Y.XmlElement).getAttributes(), 'tableRow')
          ).toBe(true);
    }),
    { seed: 20261123, numRuns: 150 }
  );
});
