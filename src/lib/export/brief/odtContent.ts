import { isSafeHref, type Block } from '#lib/briefs/index.server.ts';
import type { Language } from '#lib/kernel/index.ts';
import { columnShares } from './columnShares.ts';
import { noteLine, type Fact, type LaidNote, type Layout } from './layout.ts';
import { noteOf } from './notedBlocks.ts';
import { automaticStyles, namespaces, TABLE_MM } from './odtStyles.ts';
import { escaped } from './xml.ts';

/** With fewer a table stays on one page, or all but does. */
const ROWS_OF_A_PAGE = 12;

type Place = { lang: Language; inQuote: boolean; depth: number };
const content = (block: Block) => block.content ?? [];

/** The text of an OpenDocument file. */
export function odtContent(layout: Layout): string {
  const writer = new Writer(layout);
  const body = writer.document(layout);
  const tables = writer.widths.map(
    (shares, at) =>
      `<style:style style:name="T${at + 1}" style:family="table"><style:table-properties style:width="${TABLE_MM}mm" table:align="left" table:border-model="collapsing" fo:margin-top="2mm" fo:margin-bottom="3mm"/></style:style>` +
      shares
        .map(
          (share, column) =>
            `<style:style style:name="T${at + 1}.${column + 1}" style:family="table-column"><style:table-column-properties style:column-width="${(share * TABLE_MM).toFixed(2)}mm"/></style:style>`
        )
        .join('')
  );
  return `<office:document-content ${namespaces} office:version="1.3"><office:automatic-styles>${automaticStyles}${tables.join('')}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`;
}

class Writer {
  /** of each table, its columns' shares */
  readonly widths: number[][] = [];
  readonly #notes: ReadonlyMap<number, LaidNote>;
  readonly #lang: Language;

  constructor({ notes, lang }: Layout) {
    this.#notes = new Map(notes.map((note) => [note.number, note]));
    this.#lang = lang;
  }

  document(layout: Layout): string {
    const { programme, title, titles, summaries, contributors, notes } = layout;
    const line = (style: string, { text, lang }: { text: string; lang: Language }) =>
      `<text:p text:style-name="${style}">${this.#inLanguage(escapedText(text), lang)}</text:p>`;
    const lost = notes.filter(({ isPlaced }) => !isPlaced);
    return [
      line('Programme', programme),
      line('Title', title),
      ...titles.filter((one) => one !== title).map((one) => line('Subtitle', one)),
      ...summaries.map((one) => line('Summary', one)),
      ...layout.facts.map(fact),
      layout.emptyText ? paragraph('Text', escapedText(layout.emptyText)) : '',
      ...layout.sections.map(({ title, lang, blocks }) => {
        const place: Place = { lang, inQuote: false, depth: 0 };
        return heading(1, this.#inLanguage(escapedText(title), lang)) + this.blocks(blocks, place);
      }),
      heading(1, escapedText(contributors.title)),
      ...contributors.groups.map(fact),
      contributors.notHeard ? paragraph('Text', escapedText(contributors.notHeard)) : '',
      ...(lost.length > 0 ? [heading(1, escapedText(layout.lostTitle))] : []),
      ...lost.map((note) => paragraph('Text', escapedText(`${note.number}. ${noteLine(note)}`))),
      heading(1, escapedText(layout.colophonTitle)),
      ...layout.colophon.map(fact)
    ].join('');
  }

  blocks(blocks: readonly Block[], place: Place): string {
    return blocks.map((block) => this.#block(block, place)).join('');
  }

  #block(block: Block, around: Place): string {
    const { lang } = block.attrs ?? {};
    const place: Place = lang === 'en' || lang === 'zh-Hant' ? { ...around, lang } : around;
    switch (block.type) {
      case 'paragraph':
        return paragraph(styleAt(place), this.#runs(content(block), place));
      case 'heading':
        return heading(block.attrs?.level === 3 ? 3 : 2, this.#runs(content(block), place));
      case 'codeBlock':
        return paragraph('Code', this.#runs(content(block), place, true));
      case 'horizontalRule':
        return paragraph('Rule', '');
      case 'blockquote':
        return this.blocks(content(block), { ...place, inQuote: true });
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return this.#list(block, place);
      case 'table':
        return this.#table(block, place);
      default:
        return '';
    }
  }

  #list(list: Block, place: Place): string {
    const kinds: Partial<Record<Block['type'], string>> = { bulletList: 'LB', orderedList: 'LN' };
    const inside = { ...place, depth: place.depth + 1 };
    const items = content(list).map((item, at) => {
      const start =
        list.type === 'orderedList' && at === 0
          ? ` text:start-value="${Number(list.attrs?.start ?? 1)}"`
          : '';
      return `<text:list-item${start}>${this.#item(item, inside)}</text:list-item>`;
    });
    return `<text:list text:style-name="${kinds[list.type] ?? 'LT'}${place.inQuote ? 'Q' : ''}">${items.join('')}</text:list>`;
  }

  #item(item: Block, place: Place): string {
    const [first, ...rest] = content(item);
    if (item.type !== 'taskItem') return this.blocks(content(item), place) || paragraph('Item', '');
    const sign = item.attrs?.checked === true ? '☑ ' : '☐ ';
    const isParagraph = first?.type === 'paragraph';
    const box = paragraph(styleAt(place), sign + (isParagraph ? this.#runs(content(first), place) : ''));
    return box + this.blocks(isParagraph ? rest : content(item), place);
  }

  #table(table: Block, place: Place): string {
    const shares = columnShares(table);
    if (shares.length === 0) return '';
    this.widths.push(shares);
    const name = `T${this.widths.length}`;
    const hasHeader = table.attrs?.header !== false;
    // A head that comes again on every page is for tables of several pages: pandoc 2 loses it altogether. It cannot hold a
    // footnote: there would be one on every page.
    const isLong = content(table).length > ROWS_OF_A_PAGE;
    const rows = content(table).map((row, at) => {
      const isHead = hasHeader && at === 0;
      const cells = content(row).map((cell) => {
        const inside = this.blocks(content(cell), { ...place, depth: 0 }) || paragraph('Cell', '');
        const styled = inside.replaceAll(
          'text:style-name="Text"',
          `text:style-name="${isHead ? 'Head' : 'Cell'}"`
        );
        return `<table:table-cell table:style-name="${isHead ? 'CellHead' : 'CellBody'}" office:value-type="string">${styled}</table:table-cell>`;
      });
      // Every row has a cell for every column, or the file is damaged to some programs.
      const missing =
        '<table:table-cell table:style-name="CellBody"><text:p text:style-name="Cell"/></table:table-cell>';
      const whole = cells.join('') + missing.repeat(Math.max(0, shares.length - cells.length));
      const written = `<table:table-row table:style-name="Row">${whole}</table:table-row>`;
      return isHead && isLong && !hasNote(row)
        ? `<table:table-header-rows>${written}</table:table-header-rows>`
        : written;
    });
    const columns = shares
      .map((_, at) => `<table:table-column table:style-name="${name}.${at + 1}"/>`)
      .join('');
    return `<table:table table:name="${name}" table:style-name="${name}">${columns}${rows.join('')}</table:table>`;
  }

  #runs(runs: readonly Block[], place: Place, isCode = false): string {
    const written = runs.map((run) => {
      const note = noteOf(run);
      if (note !== null) return this.#note(note);
      if (run.type === 'hardBreak') return '<text:line-break/>';
      return marked(run, isCode);
    });
    return this.#inLanguage(written.join(''), place.lang);
  }

  #inLanguage(written: string, lang: Language): string {
    if (lang === this.#lang || written === '') return written;
    return `<text:span text:style-name="${lang === 'en' ? 'LangEn' : 'LangZh'}">${written}</text:span>`;
  }

  #note(number: number): string {
    const note = this.#notes.get(number);
    if (!note) return '';
    return `<text:note text:id="ftn${number}" text:note-class="footnote"><text:note-citation>${number}</text:note-citation><text:note-body><text:p text:style-name="Footnote">${escapedText(noteLine(note))}</text:p></text:note-body></text:note>`;
  }
}

const styleAt = ({ inQuote, depth }: Place) =>
  depth > 0 ? (inQuote ? 'QuoteItem' : 'Item') : inQuote ? 'Quote' : 'Text';
const paragraph = (style: string, inside: string) => `<text:p text:style-name="${style}">${inside}</text:p>`;
const heading = (level: number, inside: string) =>
  `<text:h text:style-name="Heading_20_${level}" text:outline-level="${level}">${inside}</text:h>`;
const hasNote = (node: Block): boolean => noteOf(node) !== null || content(node).some(hasNote);

function fact({ label, value, href }: Fact): string {
  const said = escapedText(value);
  const inside = isSafeHref(href) ? linked(href, said) : said;
  return paragraph(
    'Fact',
    `<text:span text:style-name="Bold">${escapedText(label)}</text:span><text:tab/>${inside}`
  );
}

const linked = (href: string, inside: string) =>
  `<text:a xlink:type="simple" xlink:href="${escaped(href)}" text:style-name="Link">${inside}</text:a>`;

const spans: Readonly<Record<string, string>> = {
  bold: 'Bold',
  italic: 'Italic',
  strike: 'Strike',
  code: 'CodeText'
};

function marked({ text = '', marks = [] }: Block, isCode: boolean): string {
  return marks.reduceRight(
    (inside, { type, attrs }) => {
      if (type === 'link') return isSafeHref(attrs?.href) ? linked(attrs.href, inside) : inside;
      return spans[type] ? `<text:span text:style-name="${spans[type]}">${inside}</text:span>` : inside;
    },
    escapedText(text, isCode)
  );
}

/** Text with its blanks: an office would fold several into one, and drop those at an edge. */
function escapedText(text: string, isCode = false): string {
  return escaped(text)
    .replace(/\r\n?/g, '\n')
    .replace(/\n/g, isCode ? '<text:line-break/>' : ' ')
    .replace(/\t/g, '<text:tab/>')
    .replace(/^ | {2,}| $/g, (blanks) => `<text:s text:c="${blanks.length}"/>`);
}
