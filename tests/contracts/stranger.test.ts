import { afterAll, beforeAll, expect, test } from 'vitest';
import { journey } from '../../docs/examples/stranger.ts';
import { openApiServer, type ApiServer } from '../support/api.ts';
import { dialect } from '../support/database.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await openApiServer();
});
afterAll(() => server.close());

// A fifth on PostgreSQL, where each of them costs a round trip.
const EVENTS = dialect === 'sqlite' ? 10_000 : 2_000;
/** made by the stranger, one request each; the rest comes from inside, many to a transaction, at the same time */
const OWN = 200;

test(
  'with nothing but the document and a token: create, invite, write, read, and follow the record through broken connections',
  { timeout: 60_000 },
  async () => {
    const { token, id } = await server.someone('Stranger');
    let drops = 0;
    let [crowd, dropping]: [Promise<void> | undefined, NodeJS.Timeout | undefined] = [undefined, undefined];
    const told = await journey(`${server.url}/api/v1/openapi.json`, token, {
      events: EVENTS,
      own: OWN,
      onMade(programme) {
        crowd = record(programme, id, EVENTS);
        dropping = setInterval(() => (drops += server.dropStreams()), 300);
      }
    });
    clearInterval(dropping);
    await crowd;
    expect(told).toMatchObject({ seen: EVENTS, runs: 2, words: expect.stringContaining('無法回診') });
    expect(told.invitation).toMatch(/^http.*\/j\//);
    // Broken off by the stranger in the middle of pieces, and by the network under them.
    expect(told.connections).toBeGreaterThan(8);
    expect(drops).toBeGreaterThan(0);
    expect((await server.engine.journal.verify(told.programme)).ok).toBe(true);
  }
);

/** Writes entries as commands would, a hundred to a transaction. */
async function record(programme: string, actor: string, count: number): Promise<void> {
  for (let made = 0; made < count; made += 100) {
    await server.engine.write(async (unit) => {
      for (let at = 0; at < 100; at++)
        await unit.record({
          ...{ chain: programme, type: 'programme.updated', actor },
          subject: { kind: 'programme', id: programme },
          data: { changed: ['title'] }
        });
    });
  }
}
