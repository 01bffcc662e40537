import { Document, Footer, Packer, PageNumber, Paragraph, TabStopType, TextRun, type FileChild } from 'docx';
import type { BriefExport } from './briefExport.ts';
import { DocxBlocks } from './docxBlocks.server.ts';
import { docxStyles, FACT_INDENT, TEXT_WIDTH } from './docxStyles.ts';
import { layoutOf, noteLine, type Fact, type Layout, type Words } from './layout.ts';

/** A brief for Word: A4, notes as footnotes, tables with the widths of their columns, fonts for Chinese and for Latin. */
export async function writeDocx(value: BriefExport): Promise<Uint8Array> {
  const layout = layoutOf(value);
  const blocks = new DocxBlocks(layout.lang);
  const children = body(layout, blocks);
  const made = new Document({
    ...{
      title: layout.title.text,
      creator: 'Groundwork',
      lastModifiedBy: 'Groundwork',
      description: value.link
    },
    styles: docxStyles(layout.lang),
    numbering: { config: blocks.numbering },
    footnotes: Object.fromEntries(
      layout.notes
        .filter(({ isPlaced }) => isPlaced)
        .map((note) => [
          note.number,
          {
            children: [
              new Paragraph({ style: 'FootnoteText', children: [new TextRun(` ${noteLine(note)}`)] })
            ]
          }
        ])
    ),
    customProperties: [
      { name: 'Link', value: value.link },
      { name: 'Version', value: String(value.version.seq) },
      { name: 'SHA-256', value: value.version.hash }
    ],
    sections: [{ properties: { page: PAGE }, footers: { default: footer(layout.title) }, children }]
  });
  return new Uint8Array(await Packer.toBuffer(made));
}

// Twentieths of a point: A4 with margins of 22 mm.
const PAGE = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 1247, bottom: 1247, left: 1247, right: 1247, footer: 600 }
};

function footer({ text }: Words): Footer {
  const pages = [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES];
  return new Footer({
    children: [
      new Paragraph({
        style: 'Footer',
        tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
        children: [new TextRun(text), new TextRun({ children: ['\t', ...pages] })]
      })
    ]
  });
}

function body(layout: Layout, blocks: DocxBlocks): FileChild[] {
  const { programme, title, titles, summaries, contributors, notes } = layout;
  const words = (style: string, { text, lang }: Words) =>
    new Paragraph({ style, children: [blocks.run({ text }, lang)] });
  const plain = (style: string, text: string) => new Paragraph({ style, children: [new TextRun(text)] });
  const lost = notes.filter(({ isPlaced }) => !isPlaced);
  return [
    words('Programme', programme),
    words('Title', title),
    ...titles.filter((one) => one !== title).map((one) => words('Subtitle', one)),
    ...summaries.map((one) => words('Summary', one)),
    ...layout.facts.map((one) => fact(one, blocks)),
    ...(layout.emptyText ? [plain('Text', layout.emptyText)] : []),
    ...layout.sections.flatMap((section) => [
      words('Heading1', { text: section.title, lang: section.lang }),
      ...blocks.blocks(section.blocks, section.lang)
    ]),
    plain('Heading1', contributors.title),
    ...contributors.groups.map((one) => fact(one, blocks)),
    ...(contributors.notHeard ? [plain('Text', contributors.notHeard)] : []),
    ...(lost.length > 0 ? [plain('Heading1', layout.lostTitle)] : []),
    ...lost.map((note) => plain('Text', `${note.number}. ${noteLine(note)}`)),
    plain('Heading1', layout.colophonTitle),
    ...layout.colophon.map((one) => fact(one, blocks))
  ];
}

function fact({ label, value, href }: Fact, blocks: DocxBlocks): Paragraph {
  const said = href
    ? blocks.link(href, [new TextRun({ text: value, style: 'Hyperlink' })])
    : [new TextRun(value)];
  return new Paragraph({
    style: 'Fact',
    tabStops: [{ type: TabStopType.LEFT, position: FACT_INDENT }],
    children: [new TextRun({ text: label, bold: true }), new TextRun({ children: ['\t'] }), ...said]
  });
}
