import type { IStylesOptions } from 'docx';
import type { Language } from '#lib/kernel/index.ts';

/** What is left of an A4 page between its margins, in twentieths of a point. */
export const TEXT_WIDTH = 9412;

// Word takes one name for each script; these are on the machines of Taiwan's offices, and others put theirs in their place.
const TEXT = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: 'PMingLiU'
};
const HEAD = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Microsoft JhengHei' };
/** Where what is said of a fact begins, behind its label. */
export const FACT_INDENT = 1814;

/** For code. */
export const MONO = { ascii: 'Consolas', hAnsi: 'Consolas', cs: 'Consolas', eastAsia: 'Microsoft JhengHei' };

const muted = '5F5A52';
type Own = NonNullable<IStylesOptions['paragraphStyles']>[number];

const heading = (size: number, before: number) => ({
  next: 'Text',
  run: { font: HEAD, size, bold: true, color: '000000' },
  paragraph: { spacing: { before, after: 90 }, keepNext: true, keepLines: true }
});

const own = (id: string, name: string, rest: Partial<Own>): Own => ({
  ...{ id, name, basedOn: 'Normal', quickFormat: true },
  ...rest
});

/** The styles of a Word file: its languages, and a font for each script. */
export function docxStyles(lang: Language): IStylesOptions {
  const value = lang === 'en' ? 'en-GB' : 'zh-TW';
  return {
    default: {
      document: { run: { font: TEXT, size: 22, language: { value, eastAsia: 'zh-TW' } } },
      title: {
        next: 'Text',
        run: { font: HEAD, size: 44, bold: true, color: '000000' },
        paragraph: { spacing: { after: 120 }, keepNext: true }
      },
      heading1: heading(30, 400),
      heading2: heading(25, 280),
      heading3: heading(23, 220),
      hyperlink: { run: { color: '2440A0', underline: {} } },
      footnoteText: { run: { size: 18 }, paragraph: { spacing: { after: 40 } } },
      footnoteReference: { run: { superScript: true } }
    },
    paragraphStyles: [
      own('Text', 'Text', { paragraph: { spacing: { after: 130, line: 340 } } }),
      own('Item', 'List item', { paragraph: { spacing: { after: 50, line: 340 } } }),
      own('Quote', 'Quote', { paragraph: { spacing: { after: 130, line: 340 } } }),
      own('Cell', 'Cell', { run: { size: 21 }, paragraph: { spacing: { after: 40, line: 290 } } }),
      own('Head', 'Cell of a head', {
        run: { size: 21, bold: true, font: HEAD },
        paragraph: { spacing: { after: 40, line: 290 } }
      }),
      own('BesideTable', 'Beside a table', { run: { size: 4 }, paragraph: { spacing: { after: 20 } } }),
      own('Code', 'Code', {
        run: { font: MONO, size: 19 },
        paragraph: { spacing: { after: 130 }, shading: { type: 'clear', color: 'auto', fill: 'F3F1EA' } }
      }),
      own('Rule', 'Rule', { run: { size: 8 }, paragraph: { spacing: { after: 200 } } }),
      own('Programme', 'Programme', {
        run: { font: HEAD, size: 20, color: muted },
        paragraph: { spacing: { after: 60 } }
      }),
      own('Subtitle', 'Subtitle', {
        run: { font: HEAD, size: 28, color: muted },
        paragraph: { spacing: { after: 170 } }
      }),
      own('Summary', 'Summary', { run: { size: 24 }, paragraph: { spacing: { after: 170, line: 340 } } }),
      own('Fact', 'Fact', {
        run: { size: 20 },
        paragraph: {
          spacing: { after: 50 },
          indent: { left: FACT_INDENT, hanging: FACT_INDENT }
        }
      }),
      own('Footer', 'Footer', { run: { font: HEAD, size: 17, color: muted } })
    ]
  };
}
