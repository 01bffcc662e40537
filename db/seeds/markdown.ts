import type { Block, Mark } from '#lib/briefs/index.ts';

type Content = NonNullable<Block['content']>;

/**
 * Reads the little Markdown the sample is written in: `###` headings, `-`, `1.` and `- [ ]` lists, `>` quotes,
 * paragraphs (one per blank-line-separated piece), **bold**, *italic*, `code`, ~~strike~~ and [links](https://…).
 */
export function blocksFrom(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => blockFrom(piece.split('\n')));
}

function blockFrom(lines: string[]): Block {
  const [first = ''] = lines;
  const heading = /^(#{2,3}) (.+)$/.exec(first);
  if (heading) return { type: 'heading', attrs: { level: heading[1]!.length }, content: inline(heading[2]!) };
  if (/^- \[[ x]\] /.test(first)) return { type: 'taskList', content: lines.map(taskItem) };
  if (/^- /.test(first)) return { type: 'bulletList', content: lines.map((line) => listItem(line.slice(2))) };
  if (/^\d+\. /.test(first)) {
    return {
      type: 'orderedList',
      attrs: { start: Number.parseInt(first, 10) },
      content: lines.map((line) => listItem(line.replace(/^\d+\. /, '')))
    };
  }
  if (/^> /.test(first)) {
    return { type: 'blockquote', content: lines.map((line) => paragraph(line.replace(/^> ?/, ''))) };
  }
  return paragraph(lines.join(''));
}

const paragraph = (text: string): Block => ({ type: 'paragraph', content: inline(text) });
const listItem = (text: string): Block => ({ type: 'listItem', content: [paragraph(text)] });

function taskItem(line: string): Block {
  return {
    type: 'taskItem',
    attrs: { checked: line.startsWith('- [x]') },
    content: [paragraph(line.slice(6))]
  };
}

const MARKED =
  /\*\*(?<bold>[^*]+)\*\*|\*(?<italic>[^*]+)\*|`(?<code>[^`]+)`|~~(?<strike>[^~]+)~~|\[(?<link>[^\]]+)\]\((?<href>[^)]+)\)/g;

function inline(text: string): Content {
  const runs: Block[] = [];
  let done = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > done) runs.push({ type: 'text', text: text.slice(done, match.index) });
    runs.push(markedRun(match.groups ?? {}));
    done = match.index + match[0].length;
  }
  if (done < text.length) runs.push({ type: 'text', text: text.slice(done) });
  return runs;
}

function markedRun(groups: Record<string, string | undefined>): Block {
  const type = ['bold', 'italic', 'code', 'strike', 'link'].find((name) => groups[name] !== undefined)!;
  const mark: Mark = groups.href === undefined ? { type } : { type, attrs: { href: groups.href } };
  return { type: 'text', text: groups[type]!, marks: [mark] };
}
