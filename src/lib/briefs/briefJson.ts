import * as v from 'valibot';
import { idField, languages, line, optionalLine } from '#lib/kernel/index.ts';
import { briefStages } from './brief.ts';
import { canonicalBlocks } from './canonicalBlocks.ts';
import { allowsAttributes, briefText, MAX_DEPTH, nodeRules, plainText, type Block } from './document.ts';

/** What a file says it is, and the only version there is. */
export const BRIEF_FORMAT = 'groundwork-brief';
export const BRIEF_FORMAT_VERSION = 1;

const blocks = v.custom<readonly Block[]>(
  (value) => Array.isArray(value) && value.every((node) => isBlock(node, 'section', 1)),
  'not_allowed'
);

const section = v.strictObject({
  id: idField,
  key: v.nullable(
    v.pipe(
      v.string(),
      v.check((key) => nodeRules.section.attributes.key.allows(key), 'not_allowed')
    )
  ),
  lang: v.picklist(languages),
  /** the section of this file that this one translates */
  of: v.nullable(idField),
  blocks
});

const offset = v.pipe(v.number(), v.integer(), v.minValue(0, 'not_allowed'));

const passage = v.strictObject({
  id: idField,
  section: idField,
  /** UTF-16 offsets in `plainText(blocks)` of the section; both null when its words are no longer there */
  from: v.nullable(offset),
  to: v.nullable(offset),
  /** need, evidence… */
  kind: v.pipe(v.string(), v.regex(/^[a-z][a-z_]{0,39}$/, 'not_allowed')),
  /** the words it stands on, as they were when it was made */
  quote: v.pipe(v.string(), v.maxLength(20_000)),
  /** what was said with it */
  text: v.nullable(v.pipe(v.string(), v.maxLength(20_000))),
  /** who made it, as shown; an import makes it anew in the name of whoever imports */
  who: v.nullable(v.string())
});

/** Where a file was taken from. It says nothing an import needs; whatever stands there is let pass. */
const source = v.looseObject({});

/**
 * One brief as a file: its fields, its text block by block and its passages. Ids hold together what belongs together and
 * are given out anew at an import. Everything but `source` is the same again after an import and an export, ids aside.
 */
export const briefJson = v.pipe(
  v.strictObject({
    format: v.literal(BRIEF_FORMAT),
    version: v.literal(BRIEF_FORMAT_VERSION),
    source: v.optional(v.nullable(source), null),
    brief: v.strictObject({
      title: line(120),
      summary: optionalLine(300),
      lang: v.picklist(languages),
      titleTranslated: optionalLine(120),
      summaryTranslated: optionalLine(300),
      stage: v.picklist(briefStages)
    }),
    sections: v.pipe(v.array(section), v.maxLength(1000)),
    passages: v.pipe(v.optional(v.array(passage), []), v.maxLength(10_000))
  }),
  v.check((file) => holdsTogether(file), 'not_allowed')
);
export type BriefJson = v.InferOutput<typeof briefJson>;
export type BriefJsonPassage = v.InferOutput<typeof passage>;

/** Writes a brief as the text of a file: equal briefs give equal text, whatever order their parts came in. */
export function briefJsonText({
  source = null,
  brief,
  sections,
  passages
}: Omit<BriefJson, 'format' | 'version'>) {
  const { title, summary, lang, titleTranslated, summaryTranslated, stage } = brief;
  const order = new Map(sections.map(({ id }, place) => [id, place]));
  const inOrder = passages.toSorted(
    (a, b) =>
      (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0) ||
      (a.from ?? Infinity) - (b.from ?? Infinity) ||
      (a.to ?? 0) - (b.to ?? 0) ||
      byText(a.kind, b.kind) ||
      byText(a.text ?? '', b.text ?? '')
  );
  const file = {
    format: BRIEF_FORMAT,
    version: BRIEF_FORMAT_VERSION,
    source,
    brief: { title, summary, lang, titleTranslated, summaryTranslated, stage },
    sections: sections.map(({ id, key, lang, of, blocks }) => ({
      ...{ id, key, lang, of: of !== null && order.has(of) ? of : null },
      blocks: canonicalBlocks(blocks)
    })),
    passages: inOrder.map(({ id, section, from, to, kind, quote, text, who }) => ({
      ...{ id, section, from, to, kind, quote: quote.toWellFormed() },
      ...{ text: text?.toWellFormed() ?? null, who }
    }))
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Parts = { sections: readonly v.InferOutput<typeof section>[]; passages: readonly BriefJsonPassage[] };

/** No id twice, nothing translates or stands in a section that is not there, no passage beyond its section's end. */
function holdsTogether({ sections, passages }: Parts): boolean {
  const known = new Map(sections.map((one) => [one.id, one]));
  if (known.size < sections.length || new Set(passages.map(({ id }) => id)).size < passages.length)
    return false;
  const lengths = new Map(sections.map(({ id, blocks }) => [id, plainText(blocks).length]));
  return (
    sections.every(({ id, of }) => of === null || (of !== id && known.has(of))) &&
    passages.every(({ section, from, to }) => {
      const length = lengths.get(section);
      if (length === undefined) return false;
      return from === null || to === null ? from === to : from <= to && to <= length;
    })
  );
}

const keys = new Set(['type', 'attrs', 'content', 'text', 'marks']);

// The grammar of the document itself, so that what comes to be there is allowed here at once.
function isBlock(value: unknown, parent: string, depth: number): value is Block {
  if (!isPlain(value) || depth > MAX_DEPTH || !Object.keys(value).every((key) => keys.has(key))) return false;
  const { type, attrs = {}, content = [], text, marks } = value;
  if (typeof type !== 'string') return false;
  if (type === 'text') return isRun(value, parent);
  if (text !== undefined || marks !== undefined || !isPlain(attrs) || !Array.isArray(content)) return false;
  return (
    type !== 'section' &&
    allowsAttributes(type, attrs) &&
    briefText.allowsElement(type, attrs, parent) &&
    content.every((child) => isBlock(child, type, depth + 1))
  );
}

function isRun({ attrs, content, text, marks = [] }: Record<string, unknown>, parent: string): boolean {
  if (typeof text !== 'string' || text === '' || attrs !== undefined || content !== undefined) return false;
  if (!briefText.allowsText(parent) || !Array.isArray(marks)) return false;
  return marks.every((mark: unknown) => {
    if (!isPlain(mark) || typeof mark.type !== 'string') return false;
    return Object.keys(mark).length <= 2 && briefText.allowsMark(mark.type, mark.attrs ?? {}, parent);
  });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
