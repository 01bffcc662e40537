import type { Definition, PhrasingContent, Root } from 'mdast';
import { isSafeHref, type Block, type Mark } from '../blocks.ts';

/** The addresses a text keeps at its end: what a name links to, and how an unused one is shown. */
export type Definitions = {
  urlOf(identifier: string): string | null;
  unusedLine(definition: Definition): Block[];
};

/** Collects what `[name]: address` lines define, anywhere in a document. */
export function definitionsOf(root: Root): Definitions {
  const urls = new Map<string, string>();
  const used = new Set<string>();
  const walk = (node: { type: string; children?: unknown[] }) => {
    if (node.type === 'definition') {
      const { identifier, url } = node as unknown as Definition;
      if (!urls.has(identifier)) urls.set(identifier, url);
    }
    if (node.type === 'linkReference' || node.type === 'imageReference')
      used.add((node as unknown as { identifier: string }).identifier);
    for (const child of node.children ?? []) walk(child as typeof node);
  };
  walk(root);
  return {
    urlOf: (identifier) => urls.get(identifier) ?? null,
    unusedLine: ({ identifier, label, url }) =>
      used.has(identifier)
        ? []
        : [{ type: 'paragraph', content: linked([{ type: 'text', text: label ?? identifier }], url) }]
  };
}

/** Marked text and line breaks of Markdown's inline content; runs are not joined yet. */
export function readInline(
  nodes: readonly PhrasingContent[],
  marks: readonly Mark[],
  definitions: Definitions
): Block[] {
  const within = (children: readonly PhrasingContent[], type: string) =>
    readInline(children, [...marks, { type }], definitions);
  return nodes.flatMap((node): Block[] => {
    switch (node.type) {
      case 'text':
        return textOf(unwrapped(node.value), marks);
      case 'strong':
        return within(node.children, 'bold');
      case 'emphasis':
        return within(node.children, 'italic');
      case 'delete':
        return within(node.children, 'strike');
      case 'inlineCode':
        return textOf(node.value, [...marks, { type: 'code' }]);
      case 'break':
        return [{ type: 'hardBreak' }];
      case 'link':
        return linked(readInline(node.children, marks, definitions), node.url);
      case 'linkReference':
        return linked(readInline(node.children, marks, definitions), definitions.urlOf(node.identifier));
      case 'image':
        return imageOf(node.alt, node.url, marks);
      case 'imageReference':
        return imageOf(node.alt, definitions.urlOf(node.identifier), marks);
      case 'footnoteReference':
        return textOf(`[${node.identifier}]`, marks);
      case 'html':
        return tagOf(node.value, marks);
    }
  });
}

/** Neighbouring runs with equal marks as one, marks in one order, each once. */
export function joined(runs: readonly Block[]): Block[] {
  const all: Block[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    const tidy = run.type === 'text' ? withMarks(run.text ?? '', run.marks ?? []) : run;
    if (last?.type === 'text' && tidy.type === 'text' && sameMarks(last.marks, tidy.marks))
      all[all.length - 1] = { ...last, text: `${last.text}${tidy.text}` };
    else all.push(tidy);
  }
  return all;
}

/** Without line breaks at either end, which nobody would see. */
export function trimmed(runs: readonly Block[]): Block[] {
  let start = 0;
  let end = runs.length;
  while (runs[start]?.type === 'hardBreak') start++;
  while (end > start && runs[end - 1]?.type === 'hardBreak') end--;
  return runs.slice(start, end);
}

/** The order of marks on a run, outermost first. */
export const markOrder = ['link', 'bold', 'italic', 'strike', 'code'] as const;

/** Whether two runs carry the same marks. */
export function sameMarks(one: readonly Mark[] = [], other: readonly Mark[] = []): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withMarks(text: string, marks: readonly Mark[]): Block {
  const ordered = markOrder.flatMap((type) => marks.filter((mark) => mark.type === type).slice(0, 1));
  return ordered.length > 0 ? { type: 'text', text, marks: ordered } : { type: 'text', text };
}

const textOf = (text: string, marks: readonly Mark[]): Block[] =>
  text === '' ? [] : [{ type: 'text', text, marks }];

// A line's end in the source is a blank, but between two Chinese characters it is nothing.
function unwrapped(text: string): string {
  return text
    .replace(
      /(?<=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])\n(?=[\p{Script=Han}\u3000-\u303f\uff00-\uffef])/gu,
      ''
    )
    .replaceAll('\n', ' ');
}

function linked(runs: Block[], url: string | null): Block[] {
  const href = isSafeHref(url) ? url : url === null ? null : encoded(url);
  if (href !== null && runs.length > 0)
    return runs.map((run) =>
      run.type === 'text' ? { ...run, marks: [...(run.marks ?? []), { type: 'link', attrs: { href } }] } : run
    );
  // An address that may not be linked is still something somebody wrote.
  return url === null || url === ''
    ? runs
    : [...runs, { type: 'text', text: runs.length > 0 ? ` (${url})` : url }];
}

function encoded(url: string): string | null {
  const plain = url.replace(/[\s\u00a0]/g, (blank) => encodeURIComponent(blank));
  return isSafeHref(plain) ? plain : null;
}

function imageOf(alt: string | null | undefined, url: string | null, marks: readonly Mark[]): Block[] {
  return linked(textOf(alt?.trim() ? alt : (url ?? ''), marks), url);
}

const layoutTag =
  /^<\/?(?:b|big|center|details|div|em|font|i|ins|kbd|mark|p|small|span|strong|sub|summary|sup|u)(?:\s[^>]*)?>$/i;

function tagOf(html: string, marks: readonly Mark[]): Block[] {
  if (/^<br\s*\/?>$/i.test(html)) return [{ type: 'hardBreak' }];
  if (layoutTag.test(html)) return [];
  const image = /^<img\s[^>]*>$/i.exec(html)?.[0];
  const attribute = (name: string) =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(image ?? '')?.[1];
  if (image && (attribute('alt') || attribute('src')))
    return imageOf(attribute('alt'), attribute('src') ?? null, marks);
  // A block of tags: each line with the words between them, or as it is where there are none.
  const words = html.split('\n').map((line) => line.replace(/<[^<>]*>/g, '').trim());
  const lines = words.some(Boolean)
    ? words.filter(Boolean)
    : html.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, at): Block[] => [
    ...(at > 0 ? [{ type: 'hardBreak' as const }] : []),
    ...textOf(line, marks)
  ]);
}
