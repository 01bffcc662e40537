import {
  AlignmentType,
  BorderStyle,
  ExternalHyperlink,
  FootnoteReferenceRun,
  LevelFormat,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type FileChild,
  type INumberingOptions,
  type IRunOptions,
  type ParagraphChild
} from 'docx';
import { isSafeHref, type Block } from '#lib/briefs/index.server.ts';
import type { Language } from '#lib/kernel/index.ts';
import { columnShares } from './columnShares.ts';
import { MONO, TEXT_WIDTH } from './docxStyles.ts';
import { noteOf } from './notedBlocks.ts';

type Numbering = INumberingOptions['config'][number];
type Place = {
  lang: Language;
  inQuote: boolean;
  cell: 'Head' | 'Cell' | null;
  /** how many lists around it, and what the next paragraph gets instead of an indent */
  depth: number;
  sign?: { reference: string; level: number } | { box: string };
};

const content = (block: Block) => block.content ?? [];
// Word knows nine levels.
const LAST_LEVEL = 8;
const STEP = 397;
const edge = { style: BorderStyle.SINGLE, size: 4, color: '857F73' };

/** Turns blocks into what Word holds; collects the numbering its lists need. */
export class DocxBlocks {
  readonly numbering: Numbering[] = [];
  readonly #lang: Language;

  constructor(lang: Language) {
    this.#lang = lang;
  }

  blocks(blocks: readonly Block[], lang: Language): FileChild[] {
    return this.#all(blocks, { lang, inQuote: false, cell: null, depth: 0 });
  }

  /** A run in its language, told only where it is not the file's own. */
  run(options: IRunOptions, lang: Language): TextRun {
    if (lang === this.#lang) return new TextRun(options);
    return new TextRun({
      ...options,
      language: { value: lang === 'en' ? 'en-GB' : 'zh-TW', eastAsia: 'zh-TW' }
    });
  }

  /** Runs as a link, where the address may be one. */
  link(href: string, children: TextRun[]): ParagraphChild[] {
    return isSafeHref(href) ? [new ExternalHyperlink({ link: href, children })] : children;
  }

  #all(blocks: readonly Block[], place: Place): FileChild[] {
    return blocks.flatMap((block, at) => [
      ...(block.type === 'table' && at > 0 ? [new Paragraph({ style: 'BesideTable', children: [] })] : []),
      ...this.#block(block, place)
    ]);
  }

  #block(block: Block, around: Place): FileChild[] {
    const { lang } = block.attrs ?? {};
    const place: Place = lang === 'en' || lang === 'zh-Hant' ? { ...around, lang } : around;
    switch (block.type) {
      case 'paragraph':
        return [this.#paragraph(styleAt(place), this.#runs(content(block), place), place)];
      case 'heading':
        return [
          this.#paragraph(
            block.attrs?.level === 3 ? 'Heading3' : 'Heading2',
            this.#runs(content(block), place),
            place
          )
        ];
      case 'codeBlock':
        return [this.#paragraph('Code', this.#runs(content(block), place), place)];
      case 'horizontalRule':
        return [new Paragraph({ style: 'Rule', border: { bottom: { ...edge, space: 1 } }, children: [] })];
      case 'blockquote':
        return this.#all(content(block), { ...place, inQuote: true });
      case 'bulletList':
      case 'orderedList':
      case 'taskList':
        return this.#list(block, place);
      case 'table':
        return this.#table(block, place);
      default:
        return [];
    }
  }

  #paragraph(style: string, children: ParagraphChild[], { sign, depth, inQuote }: Place): Paragraph {
    const left = depth * STEP + (inQuote ? STEP : 0);
    const numbering = sign && 'reference' in sign ? sign : undefined;
    const box = sign && 'box' in sign ? [new TextRun(`${sign.box} `)] : [];
    const hanging = sign ? { hanging: STEP } : {};
    return new Paragraph({
      style,
      ...(numbering && { numbering: { reference: numbering.reference, level: numbering.level } }),
      ...(left > 0 && { indent: { left, ...hanging } }),
      ...(inQuote && { border: { left: { ...edge, size: 12, space: 8 } } }),
      children: [...box, ...children]
    });
  }

  #list(list: Block, place: Place): FileChild[] {
    const level = Math.min(place.depth, LAST_LEVEL);
    const reference = list.type === 'taskList' ? null : this.#numbering(list, level);
    const inside: Place = { ...place, depth: place.depth + 1, sign: undefined };
    return content(list).flatMap((item) => {
      const sign = reference ? { reference, level } : { box: item.attrs?.checked === true ? '☑' : '☐' };
      const [first, ...rest] = content(item);
      const isText = first?.type === 'paragraph' || first?.type === 'heading';
      return [
        ...(isText
          ? this.#block(first, { ...inside, sign })
          : [this.#paragraph(styleAt(inside), [], { ...inside, sign })]),
        ...this.#all(isText ? rest : content(item), inside)
      ];
    });
  }

  /** Every list has a numbering of its own: Word would go on counting from the one before. */
  #numbering(list: Block, level: number): string {
    const reference = `list${this.numbering.length + 1}`;
    const isOrdered = list.type === 'orderedList';
    this.numbering.push({
      reference,
      levels: Array.from({ length: level + 1 }, (_, at) => ({
        level: at,
        format: isOrdered ? LevelFormat.DECIMAL : LevelFormat.BULLET,
        text: isOrdered ? `%${at + 1}.` : '•◦▪'[at % 3]!,
        alignment: AlignmentType.LEFT,
        start: at === level ? Number(list.attrs?.start ?? 1) : 1,
        style: { paragraph: { indent: { left: STEP * (at + 1), hanging: STEP } } }
      }))
    });
    return reference;
  }

  #table(table: Block, place: Place): FileChild[] {
    const shares = columnShares(table);
    if (shares.length === 0) return [];
    // Word and its like believe three places: the grid, each cell, and the whole. All say the same here.
    const widths = shares.map((share) => Math.round(share * TEXT_WIDTH));
    const hasHeader = table.attrs?.header !== false;
    const rows = content(table).map((row, nth) => {
      const isHead = hasHeader && nth === 0;
      return new TableRow({
        tableHeader: isHead,
        cantSplit: true,
        children: widths.map((width, at) => this.#cell(content(row)[at], width, isHead, place))
      });
    });
    const whole = widths.reduce((sum, width) => sum + width, 0);
    return [
      new Table({
        rows,
        columnWidths: widths,
        width: { size: whole, type: WidthType.DXA },
        layout: TableLayoutType.FIXED,
        borders: {
          top: edge,
          bottom: edge,
          left: edge,
          right: edge,
          insideHorizontal: edge,
          insideVertical: edge
        },
        margins: { top: 60, bottom: 60, left: 100, right: 100 }
      }),
      new Paragraph({ style: 'BesideTable', children: [] })
    ];
  }

  #cell(cell: Block | undefined, width: number, isHead: boolean, place: Place): TableCell {
    const inside = this.#all(cell ? content(cell) : [], {
      ...place,
      cell: isHead ? 'Head' : 'Cell',
      depth: 0
    });
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      ...(isHead && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F1EFE8' } }),
      children: inside.length > 0 ? (inside as Paragraph[]) : [new Paragraph({ style: 'Cell', children: [] })]
    });
  }

  #runs(runs: readonly Block[], { lang }: Place): ParagraphChild[] {
    return runs.flatMap((run): ParagraphChild[] => {
      const note = noteOf(run);
      if (note !== null) return [new FootnoteReferenceRun(note)];
      if (run.type === 'hardBreak') return [new TextRun({ break: 1 })];
      return this.#marked(run, lang);
    });
  }

  #marked({ text = '', marks = [] }: Block, lang: Language): ParagraphChild[] {
    const has = (type: string) => marks.some((mark) => mark.type === type);
    const href = marks.find(({ type }) => type === 'link')?.attrs?.href;
    const look: IRunOptions = {
      ...(has('bold') && { bold: true }),
      ...(has('italic') && { italics: true }),
      ...(has('strike') && { strike: true }),
      ...(has('code') && { font: MONO }),
      ...(isSafeHref(href) && { style: 'Hyperlink' })
    };
    const lines = text.replace(/\r\n?/g, '\n').split('\n');
    const runs = lines.map((line, at) =>
      this.run({ ...look, text: line, ...(at > 0 && { break: 1 }) }, lang)
    );
    return href ? this.link(href, runs) : runs;
  }
}

const styleAt = ({ cell, depth, inQuote }: Place) =>
  cell ?? (inQuote ? 'Quote' : depth > 0 ? 'Item' : 'Text');
