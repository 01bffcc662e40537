import { isBlank, markdownFrom, plainText } from '#lib/briefs/index.server.ts';
import { sectionTitle, type SectionText } from '#lib/briefs/index.ts';

/** Sections with what people call them, and as the words alone. */
export function readable(sections: readonly SectionText[]) {
  return sections.map(({ id, key, lang, of, blocks }) => ({
    ...{ id, key, lang, of, blocks },
    title: sectionTitle(key, lang),
    text: plainText(blocks)
  }));
}

/** A whole text as Markdown: its title, and every section that says something below a heading of its own. */
export function asMarkdown(title: string, sections: readonly SectionText[]): string {
  const parts = sections
    .filter(({ blocks }) => !isBlank(blocks))
    .map(
      ({ key, lang, blocks }) => `## ${sectionTitle(key, lang)}\n\n${markdownFrom(blocks, { larger: 3 })}`
    );
  const escaped = title.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
  return [`# ${escaped}`, ...parts].map((part) => part.trimEnd()).join('\n\n') + '\n';
}
