import { sectors, type Sector } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/** Somebody, or everybody of a sector, who is spoken to. */
export type Mention = { kind: 'person'; id: Id } | { kind: 'sector'; sector: Sector };
export type TextPart = string | Mention;

const TOKEN = /@\{([A-Za-z0-9_-]{22}|[a-z_]+)\}/g;

/** A mention as it stands in a comment's text: by id, so that it stays right when a name changes. */
export function tokenOf(mention: Mention): string {
  return `@{${mention.kind === 'person' ? mention.id : mention.sector}}`;
}

/** A comment's text in pieces: words and mentions. What only looks like a mention stays words. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(TOKEN)) {
    const mention = mentionNamed(found[1]!);
    if (!mention) continue;
    if (found.index > done) parts.push(text.slice(done, found.index));
    parts.push(mention);
    done = found.index + found[0].length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

/** Who is spoken to in a text, each once. */
export function mentionsIn(text: string): Mention[] {
  const found = new Map<string, Mention>();
  for (const part of partsOf(text)) if (typeof part !== 'string') found.set(tokenOf(part), part);
  return [...found.values()];
}

function mentionNamed(name: string): Mention | null {
  const sector = sectors.find((one) => one === name);
  if (sector) return { kind: 'sector', sector };
  return name.length === 22 ? { kind: 'person', id: name } : null;
}
