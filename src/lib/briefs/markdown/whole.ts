import { isBlank, type SectionText } from '../blocks.ts';
import { sectionTitle } from '../template.ts';
import { markdownFrom } from './write.ts';

/**
 * A brief, or some of its sections, as one Markdown document: its title as `#`, sections as `##`, headings inside below
 * them. Sections nobody has written in are left out.
 */
export function wholeMarkdown(
  brief: { title: string; summary: string | null } | null,
  sections: readonly SectionText[]
): string {
  const head = brief
    ? markdownFrom(
        [
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: brief.title }] },
          ...(brief.summary
            ? [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: brief.summary }] }]
            : [])
        ],
        { larger: 1 }
      )
    : '';
  const parts = sections
    .filter(({ blocks }) => !isBlank(blocks))
    .map(
      ({ key, lang, blocks }) =>
        markdownFrom([
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: sectionTitle(key, lang) }] }
        ]) +
        '\n' +
        markdownFrom(blocks, { larger: 3 })
    );
  return [head, ...parts].filter(Boolean).join('\n');
}
