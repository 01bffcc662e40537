/**
 * Somebody who knows only the address of the OpenAPI document and has a token:
 *
 *     node docs/examples/stranger.ts http://localhost:3000/api/v1/openapi.json gw_… [events]
 *
 * They create a programme, invite, write into a brief, read its history, and follow the record through connections
 * that break, checking that nothing is missing, nothing comes twice, and every entry holds the hash of the one before.
 */
import { messagesOf, openApiClient } from './openApiClient.ts';

type Entry = { seq: number; type: string; prev: string; hash: string };
export type Journey = {
  programme: string;
  brief: string;
  invitation: string;
  words: string;
  runs: number;
  seen: number;
  connections: number;
};

/** @param events how many entries of the record to follow @param onMade called when there is something to follow */
export async function journey(
  documentUrl: string,
  token: string,
  {
    events = 200,
    own = events,
    onMade
  }: { events?: number; own?: number; onMade?: (programme: string) => void } = {}
): Promise<Journey> {
  const api = await openApiClient(documentUrl, token);
  const { id: programme } = await api.call<{ id: string }>('createProgramme', {
    body: api.example('createProgramme')
  });
  const { url: invitation } = await api.call<{ url: string }>('createInvitation', {
    at: { programme },
    body: api.example('createInvitation')
  });
  const { id: brief } = await api.call<{ id: string }>('createBrief', {
    at: { programme },
    body: api.example('createBrief')
  });
  const { seq } = await api.call<{ seq: number }>('writeText', {
    at: { brief },
    body: api.example('writeText')
  });
  const text = await api.call<{ sections: { text: string }[] }>('getText', { at: { brief } });
  const then = await api.call<{ sections: { text: string }[] }>('getTextAt', { at: { brief, seq } });
  const history = await api.call<{ runs: unknown[] }>('getHistory', { at: { brief } });
  const words = text.sections.map((section) => section.text).join('');
  if (words === '' || words !== then.sections.map((section) => section.text).join(''))
    throw new Error('The text as it was is not the text as it is.');
  onMade?.(programme);

  const following = follow(api, programme, events);
  let made = 0;
  // Several at once, as several people would: a title that goes back and forth is an entry each time.
  const change = async (field: string) => {
    while (made < own && !following.isOver())
      await api.call('updateBrief', { at: { brief }, body: { [field]: `${field} ${made++}` } });
  };
  await Promise.all([
    following.done,
    ...['title', 'summary', 'titleTranslated', 'summaryTranslated'].map((field) => change(field))
  ]);
  return { ...{ programme, brief, invitation, words, runs: history.runs.length }, ...(await following.done) };
}

function follow(api: Awaited<ReturnType<typeof openApiClient>>, programme: string, events: number) {
  let last: Entry = { seq: 0, type: '', prev: '', hash: '0'.repeat(64) };
  let connections = 0;
  async function run(): Promise<{ seen: number; connections: number }> {
    while (last.seq < events) {
      const broken = new AbortController();
      // Every connection breaks after another number of entries, in the middle of whatever is under way.
      const patience = 1 + Math.floor(Math.random() * (events / 8));
      let heard = 0;
      connections++;
      try {
        const response = await api.stream(
          'listEvents',
          { at: { programme } },
          String(last.seq),
          broken.signal
        );
        for await (const { id, data } of messagesOf(response)) {
          const entry = JSON.parse(data) as Entry;
          if (entry.seq !== last.seq + 1 || id !== String(entry.seq))
            throw new RangeError(`After ${last.seq} came ${entry.seq} (id ${id}).`);
          if (entry.prev !== last.hash)
            throw new RangeError(`Entry ${entry.seq} does not hold the one before.`);
          last = entry;
          if (last.seq >= events || ++heard >= patience) break;
        }
      } catch (error) {
        if (error instanceof RangeError) throw error;
      } finally {
        broken.abort();
      }
    }
    return { seen: last.seq, connections };
  }
  const done = run();
  return { done, isOver: () => last.seq >= events };
}

if (import.meta.main) {
  const [documentUrl, token, events = '200'] = process.argv.slice(2);
  if (!documentUrl || !token) {
    console.error('Say where the document is, and a token.');
    process.exit(1);
  }
  console.log(await journey(documentUrl, token, { events: Number(events) }));
}
