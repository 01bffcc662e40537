import type { Actor, Person } from '#lib/access/index.ts';
import { system } from '#lib/access/index.ts';
import { newSecret, type Clock, type Id, type Language } from '#lib/kernel/index.ts';
import { parseDocumentName } from '#lib/sync/index.ts';
import { cast, titles, turns, type CastMember } from '#db/seeds/content.ts';
import { play } from '#db/seeds/scribe.ts';
import { cityTime } from '#db/seeds/story.ts';
import { findSample, type SamplePlace } from './personas.ts';
import { RefusedError } from './stop.ts';
import type { Config } from './config.ts';
import { createEngine, type Engine } from './wiring.ts';

/** What `seed --json` prints. Whoever is in no programme has role `admin` and no sector. */
export type Seeded = {
  programmeId: Id;
  briefId: Id;
  users: { email: string; name: string; sector: string | null; role: string; token: string }[];
};

/** A clock that tells the story's time while it is told, so that the record reads as it would have happened. */
export type StoryClock = { clock: Clock; now: number; moveTo(time: number): void };

/** @param now the present, in which the story ends */
export function storyClock(now: number): StoryClock {
  let time = now;
  return { clock: () => time, now, moveTo: (to) => void (time = Math.min(to, now)) };
}

type Player = CastMember & { person: Person; actor: Actor; token: string };
type Stage = { engine: Engine; time: StoryClock; players: Player[]; daysAgo(days: number, at: string): void };

/**
 * Puts the sample programme into a database: a hackathon with two briefs, and a private programme beside it.
 * The engine must have been built with `time.clock`.
 * @param password one for everybody; left out, everyone gets their own unknown one
 * @throws RefusedError when it is already there
 */
export async function seedSample(engine: Engine, time: StoryClock, password?: string): Promise<Seeded> {
  const people = cast();
  for (const { email } of people) {
    if (await engine.access.findByEmail(email)) {
      throw new RefusedError('The sample programme is already in this database.');
    }
  }
  // A chain never runs backwards: beside acts of today the sample's own acts are of today too.
  const isFresh = (await engine.journal.head('instance')).seq === 0;
  const daysAgo = (days: number, at: string) => isFresh && time.moveTo(cityTime(time.now, days, at));
  daysAgo(7, '09:00');
  const players: Player[] = [];
  for (const member of people) players.push(await enlist(engine, member, password));
  const stage = { engine, time, players, daysAgo } as Stage;
  const { programme, brief } = await stageHackathon(stage);
  await stagePrivate(stage);
  time.moveTo(time.now);
  const users = players.map(({ email, name, place, token }) => ({
    ...{ email, name, sector: place?.sector ?? null, role: place?.role ?? 'admin', token }
  }));
  return { programmeId: programme, briefId: brief, users };
}

async function enlist({ access }: Engine, member: CastMember, password = newSecret()): Promise<Player> {
  const { name, email, place } = member;
  const person = await access.createAccount(system, { name, email, password, isAdmin: place === null });
  const { secret } = await access.createToken(system, { name: 'sample', account: person.id });
  const { actor } = await access.authenticate({ bearer: secret });
  return { ...member, person, actor, token: secret };
}

async function stageHackathon(stage: Stage): Promise<{ programme: Id; brief: Id }> {
  const { engine, time, players, daysAgo } = stage;
  const wen = named(stage, 'wen');
  daysAgo(7, '09:30');
  const programme = await openProgramme(stage, 'hackathon', {
    kind: 'hackathon',
    visibility: 'public',
    startsOn: day(time.now, 12),
    endsOn: day(time.now, 14)
  });
  const { id: brief } = await engine.briefs.createBrief(wen.actor, { ...titles('flood').fields, programme });
  daysAgo(7, '10:10');
  const places = { programme, briefId: brief, days: 30 };
  const links = await engine.programmes.createInvitationSet(wen.actor, places);
  for (const role of ['commenter', 'observer'] as const) {
    const sector = role === 'commenter' ? 'academia' : 'resident';
    links.push(await engine.programmes.createInvitation(wen.actor, { ...places, role, sector }));
  }
  for (const [index, { place, actor }] of players.entries()) {
    if (!place || actor === wen.actor) continue;
    daysAgo(7, `1${index}:2${index}`);
    const link = links.find(({ role, sector }) => role === place.role && sector === place.sector);
    const { sector, organisation, capacity } = place;
    await engine.programmes.joinAsAccount(actor, link!.secret, {
      sector,
      organisation,
      capacity,
      consent: true
    });
  }
  daysAgo(6, '09:45');
  await nameResponsible(stage, brief);
  await write(stage, brief, 'flood', ['zh-Hant', 'en']);
  daysAgo(1, '20:20');
  const { id: sandbags } = await engine.briefs.createBrief(wen.actor, {
    ...titles('sandbags').fields,
    programme
  });
  await write(stage, sandbags, 'sandbags', ['zh-Hant']);
  return { programme, brief };
}

async function nameResponsible(stage: Stage, brief: Id): Promise<void> {
  const { actor } = named(stage, 'wen');
  const { steward, responder } = titles('flood');
  const { id: accountId } = named(stage, 'su').person;
  await stage.engine.briefs.assign(actor, brief, { role: 'steward', accountId, label: steward });
  await stage.engine.briefs.assign(actor, brief, { role: 'responder', label: responder });
}

async function stagePrivate(stage: Stage): Promise<void> {
  const { engine, daysAgo } = stage;
  const [wen, yen] = [named(stage, 'wen'), named(stage, 'yen')];
  daysAgo(2, '16:00');
  const programme = await openProgramme(stage, 'private', { kind: 'immersion', visibility: 'private' });
  const { sector, organisation, capacity } = yen.place!;
  const { secret } = await engine.programmes.createInvitation(wen.actor, { programme, sector });
  daysAgo(2, '16:40');
  await engine.programmes.joinAsAccount(yen.actor, secret, { sector, organisation, capacity, consent: true });
  const { id } = await engine.briefs.createBrief(wen.actor, { ...titles('licence').fields, programme });
  await write(stage, id, 'licence', ['zh-Hant']);
}

async function openProgramme(stage: Stage, key: string, rest: object): Promise<Id> {
  const { actor, place } = named(stage, 'wen');
  const { sector, organisation, capacity } = place!;
  const affiliation = { sector, organisation, capacity };
  const input = { ...titles(key).fields, ...rest, affiliation };
  return (await stage.engine.programmes.createProgramme(actor, input)).id;
}

async function write(stage: Stage, brief: Id, story: string, languages: readonly Language[]): Promise<void> {
  const { engine, time } = stage;
  const { documents } = await engine.briefs.getBrief(system, brief);
  const { id: document } = parseDocumentName(documents.text)!;
  const { doc } = await engine.sync.read(document);
  const entries = play(doc, turns(story, languages, time.now)).map(({ who, at, update }) => {
    const { person, place } = named(stage, who);
    const { sector, organisation, capacity } = place!;
    return {
      author: person.id,
      affiliation: { sector, organisation, capacity, proof: 'self_declared' },
      at,
      update
    };
  });
  doc.destroy();
  await engine.write((unit) => engine.sync.appendHistory(unit, document, entries));
}

function named({ players }: Stage, key: string): Player {
  const found = players.find((player) => player.key === key);
  if (!found) throw new Error(`The sample knows nobody called ${key}.`);
  return found;
}

function day(now: number, ahead: number): string {
  return new Date(cityTime(now, -ahead, '12:00')).toISOString().slice(0, 10);
}

/** The password of everybody in a demo or a development database, and nowhere else. */
const DEMO_PASSWORD = 'river-and-table';

/** Makes sure that a database of a demo or of development has the sample, and says where. */
export async function seedIfEmpty(config: Config): Promise<SamplePlace> {
  const time = storyClock(Date.now());
  const engine = await createEngine(config, time.clock);
  try {
    return (await findSample(engine)) ?? (await seedSample(engine, time, DEMO_PASSWORD));
  } finally {
    await engine.close();
  }
}
