import type { Id, Notices, Rows, Write } from '#lib/kernel/index.ts';
import type { EntryKind, Hit, SearchSource } from './entry.ts';
import { createIndexer } from './indexer.server.ts';
import { listMatching, type StoredEntry } from './searchStore.server.ts';
import { marked, snippetOf, spansOf } from './snippet.ts';
import { wantedBy, type Wanted } from './words.ts';

export type { Indexed } from './indexer.server.ts';
export type SearchService = ReturnType<typeof searchService>;
/** What is looked for, within what its asker may see: this service knows nobody. */
export type SearchQuery = {
  q: string;
  programmes: readonly Id[];
  kinds?: readonly EntryKind[];
  limit: number;
};

const CATCH_UP = 5 * 60_000;

/** Finds words in what the rooms give it. It decides nobody's rights: whoever asks says which programmes may be looked in. */
export function searchService(deps: {
  read: Rows;
  write: Write;
  notices: Pick<Notices, 'subscribe'>;
  sources: readonly SearchSource[];
  onError?: (error: unknown) => void;
}) {
  const { onError = () => undefined } = deps;
  const indexer = createIndexer({ ...deps, onError });
  let timer: NodeJS.Timeout | undefined;

  return {
    /** Entries that hold every word: in their title before in a heading before in the text, the latest change first. */
    async find({ q, programmes, kinds, limit }: SearchQuery): Promise<{ hits: Hit[]; hasMore: boolean }> {
      const wanted = wantedBy(q);
      if (wanted.length === 0 || programmes.length === 0) return { hits: [], hasMore: false };
      const found = new Map<number, StoredEntry>();
      for (const field of ['title', 'heading', 'any'] as const) {
        if (found.size > limit) break;
        const within = { programmes, kinds: kinds ?? null, field, limit: limit + 1 + found.size };
        for (const entry of await listMatching(deps.read, wanted, within))
          if (!found.has(entry.no)) found.set(entry.no, entry);
      }
      const hits = [...found.values()].slice(0, limit).map((entry) => hitOf(entry, wanted));
      return { hits, hasMore: found.size > limit };
    },

    catchUp: indexer.catchUp,

    /** Begins to look after the index. Only a server does; a command of the command line asks `catchUp`. */
    start(): void {
      const look = () => void indexer.catchUp().catch(onError);
      look();
      // What another process has brought in, such as an import, is told to nobody here.
      timer = setInterval(look, CATCH_UP).unref();
    },

    async close(): Promise<void> {
      clearInterval(timer);
      await indexer.close();
    }
  };
}

function hitOf(entry: StoredEntry, wanted: readonly Wanted[]): Hit {
  const { kind, subject, programme, brief, lang, label, title, text, places } = entry;
  const spans = spansOf(text, wanted);
  const first = spans[0]?.from ?? 0;
  const anchor = places.findLast(([from]) => from <= first)?.[1];
  return {
    ...{ kind, subject, programme, brief, lang, label },
    title: marked(title, spansOf(title, wanted)),
    snippet: snippetOf(text, spans),
    path: entry.path + (anchor ? `#${anchor}` : '')
  };
}
