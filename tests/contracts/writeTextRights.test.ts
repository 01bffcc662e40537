import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '#lib/access/index.ts';
import { briefsRoom } from '#lib/briefs/index.server.ts';
import { attempt } from '#lib/kernel/index.ts';
import { documentActivity } from '#lib/sync/index.server.ts';
import { openApiServer, type ApiServer, type PersonActor } from '../support/api.ts';
import { harbourNight } from '../support/world.ts';

let server: ApiServer;
let facilitator: PersonActor;
let programme: string;
let brief: string;
/** What happens while an edit waits for its turn. */
let meanwhile: () => Promise<unknown>;
let briefs: ReturnType<typeof briefsRoom>;

beforeAll(async () => {
  server = await openApiServer();
  const { access, journal, programmes, read, sync, write } = server.engine;
  facilitator = (await server.someone('林安')).actor;
  programme = (await programmes.createProgramme(facilitator, harbourNight)).id;
  brief = (await server.engine.briefs.createBrief(facilitator, { programme, title: '渡船' })).id;
  briefs = briefsRoom({
    ...{ read, write, journal, programmes, clock: Date.now, people: access.people },
    revalidate: access.revalidate,
    activity: documentActivity(read),
    sync: {
      ...sync,
      async read(document) {
        await meanwhile();
        return sync.read(document);
      }
    }
  });
});
afterAll(() => server.close());

async function contributor(name: string): Promise<PersonActor> {
  const { actor } = await server.someone(name);
  const invited = { programme, sector: 'business', role: 'contributor' };
  const { secret } = await server.engine.programmes.createInvitation(facilitator, invited);
  await server.engine.programmes.joinAsAccount(actor, secret, { sector: 'business', consent: true });
  return actor;
}

const write = (actor: PersonActor) =>
  briefs.writeText(actor, brief, { key: 'problem', lang: 'zh-Hant', markdown: '渡船停駛。' });
const last = async () => (await server.engine.sync.history(await textOf(), { after: 0 })).at(-1)!;
const textOf = async () => (await server.engine.briefs.getBrief(facilitator, brief)).textDocument;

test.each([
  [
    'removed from the programme',
    'forbidden',
    (account: string) => server.engine.programmes.removeMember(facilitator, { programme, account })
  ],
  [
    'suspended',
    'not_signed_in',
    (account: string) => server.engine.access.suspendAccount(system, account, { reason: null })
  ]
])('who is %s while an edit waits for its turn writes nothing', async (_, code, ending) => {
  const actor = await contributor('Wei');
  const before = await last();
  meanwhile = () => ending(actor.person.id);
  const outcome = await attempt(() => write(actor));
  expect(outcome).toMatchObject({ problem: { code } });
  expect(await last()).toEqual(before);
});

test('who comes to stand elsewhere while an edit waits for its turn writes from there', async () => {
  const actor = await contributor('Mei');
  meanwhile = () => server.engine.programmes.changeAffiliation(actor, { programme, sector: 'academia' });
  await write(actor);
  expect(await last()).toMatchObject({ author: actor.person.id, affiliation: { sector: 'academia' } });
});
