import { stringify } from 'yaml';
import { markdownFrom, type Block } from '#lib/briefs/index.server.ts';
import type { BriefExport } from './briefExport.ts';
import { layoutOf, noteLine, type Fact, type Layout } from './layout.ts';
import { noteOf } from './notedBlocks.ts';

/**
 * A brief as Markdown that HackMD, GitHub and pandoc read: the facts as front matter, notes as footnotes. What Markdown has no
 * place for (a note inside code) stands right behind it.
 */
export function writeMarkdown(value: BriefExport): string {
  const layout = layoutOf(value);
  const parts = [
    frontMatter(value),
    heading(1, layout.title.text),
    ...layout.summaries.map(({ text }) => paragraph(text)),
    ...(layout.emptyText ? [paragraph(layout.emptyText)] : []),
    ...layout.sections.map(
      ({ title, blocks }) => `${heading(2, title)}\n${markdownFrom(behindCode(blocks), { larger: 3 })}`
    ),
    ...contributorsOf(layout),
    ...notesOf(layout)
  ];
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

function frontMatter({
  brief,
  programme,
  version,
  link,
  at,
  timeZone,
  lang,
  contributors
}: BriefExport): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  const facts = {
    title: brief.title,
    title_translated: brief.titleTranslated,
    lang: brief.lang,
    programme: programme.title,
    stage: brief.stage,
    steward: brief.steward,
    responder: brief.responder,
    contributors: Object.fromEntries(
      contributors
        .filter(({ people }) => people.length > 0)
        .map(({ sector, people }) => [sector, people.length])
    ),
    version: version.seq,
    sha256: version.hash,
    link,
    date: day,
    frame_lang: lang
  };
  const told = Object.entries(facts).filter(([, said]) => said !== null);
  return `---\n${stringify(Object.fromEntries(told), { lineWidth: 0 })}---`;
}

const text = (words: string): Block => ({ type: 'text', text: words });
const heading = (level: number, words: string) =>
  markdownFrom([{ type: 'heading', content: [text(words)] }], { larger: level as 2 });
const paragraph = (words: string) => markdownFrom([{ type: 'paragraph', content: [text(words)] }]);

function list(lines: readonly Fact[]): string {
  const items = lines.map(({ label, value }): Block => {
    const content: Block[] = [{ ...text(label), marks: [{ type: 'bold' }] }, text(`: ${value}`)];
    return { type: 'listItem', content: [{ type: 'paragraph', content }] };
  });
  return markdownFrom([{ type: 'bulletList', content: items }]);
}

function contributorsOf({ contributors: { title, groups, notHeard } }: Layout): string[] {
  return [
    heading(2, title),
    ...(groups.length > 0 ? [list(groups)] : []),
    ...(notHeard ? [paragraph(notHeard)] : [])
  ];
}

function notesOf({ notes, lostTitle }: Layout): string[] {
  const lost = notes.filter(({ isPlaced }) => !isPlaced);
  const placed = notes.filter(({ isPlaced }) => isPlaced);
  return [
    ...(lost.length > 0
      ? [heading(2, lostTitle), ...lost.map((note) => paragraph(`${note.number}. ${noteLine(note)}`))]
      : []),
    // A definition ends at the first line that is not indented: what somebody wrote in several is one here.
    ...placed.map((note) => `[^${note.number}]: ${paragraph(noteLine(note).replace(/\s+/gu, ' '))}`)
  ];
}

function behindCode(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.type !== 'codeBlock')
      return [{ ...block, ...(block.content && { content: behindCode(block.content) }) }];
    const notes = (block.content ?? []).filter((run) => noteOf(run) !== null);
    return notes.length > 0 ? [block, { type: 'paragraph', content: notes }] : [block];
  });
}
