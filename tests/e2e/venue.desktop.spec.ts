import { startServer, type RunningServer, type World } from './support/server.ts';
import { expect, test } from './support/test.ts';
import { asPart, done, makePlace } from './support/joining.ts';

type Seeded = RunningServer & { world: World };
type Coded = { id: string; secret: string; code: string };

const GUESTS = 60;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
// Every request of this test comes from one address, as from behind a venue's router.
const attackers = 16;

let server: Seeded;
test.beforeAll(async () => {
  server = (await startServer({ seeded: true })) as Seeded;
});
test.afterAll(() => server?.stop());

function post(path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { accept: 'text/html', origin: server.url },
    body: new URLSearchParams(fields),
    redirect: 'manual'
  });
}

function guess(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => ALPHABET[byte % 32]).join('');
}

/** Where a code might be tried: by the form, as a link, on the way to an account, and over the API. */
const routes: ((code: string) => Promise<Response>)[] = [
  (code) => post('/join', { code }),
  (code) => post('/join', { code }),
  (code) => fetch(`${server.url}/j/${code}`, { redirect: 'manual' }),
  (code) => post(`/j/${code}?/guest`, { name: 'Mallory', sector: 'resident', consent: 'on' }),
  (code) => fetch(`${server.url}/sign-up?invitation=${code}`, { redirect: 'manual' }),
  (code) => fetch(`${server.url}/api/v1/invitations/${code}`, { method: 'DELETE' })
];

/** Guesses as fast as the server answers, until told to stop. */
async function attack(isOver: () => boolean, tally: { tries: number; hits: number; refused: number }) {
  for (let turn = 0; !isOver(); turn++) {
    const response = await routes[turn % routes.length]!(guess());
    await response.body?.cancel();
    tally.tries += 1;
    if (response.status === 429) tally.refused += 1;
    // Being led on to a form, or being let in, would be a hit.
    if (response.status < 400) tally.hits += 1;
  }
}

/** One person: types the code, lands at the form, sends it, is in. */
async function join(code: string, name: string): Promise<string> {
  const found = await post('/join', { code });
  const form = found.headers.get('location') ?? '';
  if (found.status !== 303 || !form.startsWith('/j/')) return `code: ${found.status}`;
  const page = await (await fetch(server.url + form)).text();
  const ticket = /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const fields = { name, sector: 'resident', organisation: '', consent: 'on', ticket };
  const joined = await post(`${form}?/guest`, fields);
  return joined.status === 303 && joined.headers.getSetCookie().length > 0 ? 'in' : `form: ${joined.status}`;
}

test('60 guests join behind one address within a minute while one attacker there guesses codes', async () => {
  test.setTimeout(90_000);
  const place = await makePlace(server, { programme: 'A full hall', brief: 'Who is heard' });
  const { code } = await done<Coded>(
    asPart(server, 'facilitator')('POST', `/programmes/${place.programme}/invitations`, {
      ...{ sector: 'resident', role: 'contributor', briefId: place.brief, maxUses: GUESTS }
    })
  );
  const tally = { tries: 0, hits: 0, refused: 0 };
  let isOver = false;
  const attacks = Array.from({ length: attackers }, () => attack(() => isOver, tally));
  // The attacker comes first: by the time people type, the address has used up what it may get wrong.
  await expect.poll(() => tally.refused, { timeout: 20_000 }).toBeGreaterThan(50);
  const began = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: GUESTS }, (_, i) =>
      join(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`, `Guest ${i}`)
    )
  );
  const seconds = (performance.now() - began) / 1000;
  isOver = true;
  await Promise.all(attacks);
  const { sectors } = await done<{ sectors: { members: { name: string }[] }[] }>(
    asPart(server, 'facilitator')('GET', `/programmes/${place.programme}/members`)
  );
  const names = sectors.flatMap(({ members }) => members.map(({ name }) => name));
  const figures = `${GUESTS} guests in ${seconds.toFixed(1)} s; the attacker tried ${tally.tries} codes, ${tally.refused} refused unseen, ${tally.hits} right`;
  test.info().annotations.push({ type: 'venue', description: figures });
  console.info(figures);
  expect(outcomes.filter((one) => one !== 'in')).toEqual([]);
  expect(seconds).toBeLessThan(60);
  expect(tally.hits).toBe(0);
  expect(names.filter((name) => name.startsWith('Guest ')).sort()).toEqual(
    Array.from({ length: GUESTS }, (_, i) => `Guest ${i}`).sort()
  );
  expect(names).not.toContain('Mallory');
});
