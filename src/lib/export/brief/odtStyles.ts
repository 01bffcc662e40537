import type { Language } from '#lib/kernel/index.ts';
import type { Layout } from './layout.ts';
import { escaped } from './xml.ts';

/** What is left of an A4 page between its margins, in millimetres. */
export const TABLE_MM = 166;

/** The names that content and styles use. */
export const namespaces = [
  ['office', 'urn:oasis:names:tc:opendocument:xmlns:office:1.0'],
  ['style', 'urn:oasis:names:tc:opendocument:xmlns:style:1.0'],
  ['text', 'urn:oasis:names:tc:opendocument:xmlns:text:1.0'],
  ['table', 'urn:oasis:names:tc:opendocument:xmlns:table:1.0'],
  ['draw', 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'],
  ['fo', 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'],
  ['svg', 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'],
  ['xlink', 'http://www.w3.org/1999/xlink']
]
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');

// A Latin hand and a Chinese one for the text, and the same for headings; each names what other offices have.
const FONTS = `<office:font-face-decls>
<style:font-face style:name="Latin" svg:font-family="'Times New Roman', 'Liberation Serif'" style:font-family-generic="roman" style:font-pitch="variable"/>
<style:font-face style:name="Han" svg:font-family="'Noto Serif CJK TC', 'Noto Serif TC', 'Songti TC', PMingLiU, 新細明體" style:font-family-generic="roman" style:font-pitch="variable"/>
<style:font-face style:name="LatinHead" svg:font-family="Arial, 'Liberation Sans'" style:font-family-generic="swiss" style:font-pitch="variable"/>
<style:font-face style:name="HanHead" svg:font-family="'Noto Sans CJK TC', 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei', 微軟正黑體" style:font-family-generic="swiss" style:font-pitch="variable"/>
<style:font-face style:name="Mono" svg:font-family="'Liberation Mono', Consolas, 'Courier New'" style:font-family-generic="modern" style:font-pitch="fixed"/>
<style:font-face style:name="HanMono" svg:font-family="'Noto Sans Mono CJK TC', 'Noto Sans CJK TC', 'Microsoft JhengHei'" style:font-family-generic="modern" style:font-pitch="fixed"/>
</office:font-face-decls>`;

const HEADS = 'style:font-name="LatinHead" style:font-name-asian="HanHead"';
const weight = (kind: string) => `fo:font-weight="${kind}" style:font-weight-asian="${kind}"`;
const size = (points: number) => `fo:font-size="${points}pt" style:font-size-asian="${points}pt"`;
const tongue = (lang: Language) =>
  lang === 'en'
    ? 'fo:language="en" fo:country="GB" style:language-asian="zh" style:country-asian="TW"'
    : 'fo:language="zh" fo:country="TW" style:language-asian="zh" style:country-asian="TW"';

type Parts = {
  parent?: string;
  next?: string;
  name?: string;
  level?: number;
  paragraph?: string;
  text?: string;
};

function paragraph(id: string, { parent, next, name, level, paragraph, text }: Parts): string {
  const head = [
    `style:name="${id}" style:family="paragraph" style:class="text"`,
    name && `style:display-name="${name}"`,
    parent && `style:parent-style-name="${parent}"`,
    next && `style:next-style-name="${next}"`,
    level && `style:default-outline-level="${level}"`
  ].filter(Boolean);
  return `<style:style ${head.join(' ')}><style:paragraph-properties ${paragraph ?? ''}/><style:text-properties ${text ?? ''}/></style:style>`;
}

const character = (id: string, text: string) =>
  `<style:style style:name="${id}" style:family="text"><style:text-properties ${text}/></style:style>`;

/** The styles of runs, rows and cells, which stand in the content itself. */
export const automaticStyles =
  character('LangEn', tongue('en')) +
  character('LangZh', tongue('zh-Hant')) +
  '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>' +
  cell('CellHead', ' fo:background-color="#f1efe8"') +
  cell('CellBody', '');

function cell(name: string, more: string): string {
  return `<style:style style:name="${name}" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #857f73" fo:padding="1.4mm" style:vertical-align="top"${more}/></style:style>`;
}

/** The styles of an OpenDocument file: A4, its languages and fonts, title and page number below every page. */
export function odtStyles({ lang, title }: Layout): string {
  const head = (level: number, points: number, before: number): string =>
    paragraph(`Heading_20_${level}`, {
      ...{ parent: 'Heading', next: 'Text', name: `Heading ${level}`, level },
      paragraph: `fo:margin-top="${before}mm" fo:margin-bottom="1.5mm" fo:keep-with-next="always"`,
      text: `${HEADS} ${size(points)} ${weight('bold')}`
    });
  return `<office:document-styles ${namespaces} office:version="1.3">${FONTS}<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties style:text-autospace="ideograph-alpha" style:punctuation-wrap="hanging" style:line-break="strict" style:writing-mode="lr-tb" style:tab-stop-distance="12.5mm"/><style:text-properties style:font-name="Latin" style:font-name-asian="Han" ${size(11)} ${tongue(lang)} fo:hyphenate="false"/></style:default-style>
<style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
${paragraph('Text', { parent: 'Standard', name: 'Text', paragraph: 'fo:margin-bottom="2.2mm" fo:line-height="120%" fo:orphans="2" fo:widows="2"' })}
${paragraph('Item', { parent: 'Text', name: 'List item', paragraph: 'fo:margin-bottom="0.8mm"' })}
${paragraph('Cell', { parent: 'Text', name: 'Cell', paragraph: 'fo:margin-bottom="0.4mm" fo:line-height="110%"', text: size(10.5) })}
${paragraph('Head', { parent: 'Cell', name: 'Cell of a head', text: `${HEADS} ${weight('bold')}` })}
${paragraph('Quote', { parent: 'Text', name: 'Quote', paragraph: 'fo:margin-left="6mm" fo:padding-left="4mm" fo:border-left="1.5pt solid #857f73"' })}
${paragraph('QuoteItem', { parent: 'Item', name: 'List item of a quote', paragraph: 'fo:padding-left="4mm" fo:border-left="1.5pt solid #857f73"' })}
${paragraph('Code', { parent: 'Standard', name: 'Code', paragraph: 'fo:margin-bottom="2.2mm" fo:padding="1.5mm" fo:background-color="#f3f1ea"', text: `style:font-name="Mono" style:font-name-asian="HanMono" ${size(9.5)}` })}
${paragraph('Rule', { parent: 'Standard', name: 'Rule', paragraph: 'fo:border-bottom="0.5pt solid #857f73" fo:margin-bottom="4mm"', text: size(4) })}
${paragraph('Programme', { parent: 'Standard', name: 'Programme', paragraph: 'fo:margin-bottom="1mm"', text: `${HEADS} ${size(10)} fo:color="#5f5a52"` })}
${paragraph('Title', { parent: 'Standard', next: 'Text', paragraph: 'fo:margin-bottom="2mm" fo:keep-with-next="always"', text: `${HEADS} ${size(22)} ${weight('bold')}` })}
${paragraph('Subtitle', { parent: 'Standard', next: 'Text', paragraph: 'fo:margin-bottom="3mm"', text: `${HEADS} ${size(14)} fo:color="#5f5a52"` })}
${paragraph('Summary', { parent: 'Text', name: 'Summary', paragraph: 'fo:margin-bottom="3mm"', text: size(12) })}
${factStyle}
${paragraph('Heading', { parent: 'Standard', next: 'Text' })}
${head(1, 15, 7)}${head(2, 12.5, 5)}${head(3, 11.5, 4)}
${paragraph('Footnote', { parent: 'Standard', paragraph: 'fo:margin-left="5mm" fo:text-indent="-5mm" fo:margin-bottom="0.5mm"', text: size(9) })}
${paragraph('Footer', { parent: 'Standard', text: `${HEADS} ${size(8.5)} fo:color="#5f5a52"` })}
${character('Bold', weight('bold'))}${character('Italic', 'fo:font-style="italic" style:font-style-asian="italic"')}
${character('Strike', 'style:text-line-through-style="solid" style:text-line-through-type="single"')}
${character('CodeText', 'style:font-name="Mono" style:font-name-asian="HanMono" fo:background-color="#f3f1ea"')}
${character('Link', 'fo:color="#2440a0" style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"')}
${character('NoteAnchor', 'style:text-position="super 58%"')}
${listStyle('LB', (level) => `<text:list-level-style-bullet text:level="${level}" text:bullet-char="${'•◦▪'[(level - 1) % 3]}">`, 'bullet')}
${listStyle('LN', (level) => `<text:list-level-style-number text:level="${level}" style:num-suffix="." style:num-format="1">`, 'number')}
${listStyle('LT', (level) => `<text:list-level-style-number text:level="${level}" style:num-format="">`, 'number', 'nothing')}
<text:notes-configuration text:note-class="footnote" text:citation-style-name="NoteAnchor" text:citation-body-style-name="NoteAnchor" style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>
</office:styles><office:automatic-styles>${pageLayout}</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Foot">${escaped(title.text)}<text:tab/><text:page-number text:select-page="current">1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`;
}

const factStyle = `<style:style style:name="Fact" style:display-name="Fact" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="32mm" fo:text-indent="-32mm" fo:margin-bottom="0.8mm" fo:line-height="110%"><style:tab-stops><style:tab-stop style:position="0mm"/></style:tab-stops></style:paragraph-properties><style:text-properties ${size(10)}/></style:style>`;

const pageLayout = `<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" style:print-orientation="portrait" fo:margin-top="22mm" fo:margin-bottom="14mm" fo:margin-left="22mm" fo:margin-right="22mm" style:writing-mode="lr-tb"/><style:footer-style><style:header-footer-properties fo:min-height="9mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout><style:style style:name="Foot" style:family="paragraph" style:parent-style-name="Footer"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="${TABLE_MM}mm" style:type="right"/></style:tab-stops></style:paragraph-properties></style:style>`;

const LEVELS = 10;
/** How far a quote stands in, in millimetres. */
const QUOTE_MM = 10;

function listStyle(
  name: string,
  open: (level: number) => string,
  kind: string,
  followedBy = 'listtab'
): string {
  return (
    oneListStyle(name, 0, open, kind, followedBy) + oneListStyle(`${name}Q`, QUOTE_MM, open, kind, followedBy)
  );
}

function oneListStyle(
  name: string,
  from: number,
  open: (level: number) => string,
  kind: string,
  followedBy: string
): string {
  const levels = Array.from({ length: LEVELS }, (_, at) => {
    const indent = from + 7 * (at + 1);
    const tab = followedBy === 'listtab' ? ` text:list-tab-stop-position="${indent}mm"` : '';
    return `${open(at + 1)}<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="${followedBy}"${tab} fo:text-indent="-6mm" fo:margin-left="${indent}mm"/></style:list-level-properties></text:list-level-style-${kind}>`;
  });
  return `<text:list-style style:name="${name}">${levels.join('')}</text:list-style>`;
}
