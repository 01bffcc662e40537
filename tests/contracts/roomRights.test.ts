import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, system, type Actor } from '#lib/access/index.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { from, harbourNight, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let cast: Record<Who, Actor>;
let publicOne: Place;
let privateOne: Place;
type Place = {
  programme: Id;
  brief: Id;
  member: Id;
  invitation: () => Promise<Id>;
  passage: () => Promise<Id>;
};

const everybody = [
  'anonymous',
  'outsider',
  'admin',
  'observer',
  'commenter',
  'contributor',
  'guest',
  'steward',
  'facilitator'
] as const;
type Who = (typeof everybody)[number];

beforeAll(async () => {
  world = await openWorld();
  const facilitator = await world.someone('Facilitator');
  publicOne = await place(facilitator, 'public');
  privateOne = await place(facilitator, 'private');
  const join = async (name: string, role: 'observer' | 'commenter' | 'contributor') => {
    const actor = await world.member(publicOne.programme, facilitator, { name, role });
    const { secret } = await world.programmes.createInvitation(facilitator, {
      ...{ programme: privateOne.programme, sector: 'technology', role }
    });
    await world.programmes.joinAsAccount(actor, secret, { sector: 'technology', consent: true });
    return actor;
  };
  const steward = await join('Steward', 'contributor');
  for (const { brief } of [publicOne, privateOne]) {
    await world.briefs.assign(facilitator, brief, { role: 'steward', accountId: steward.person.id });
  }
  cast = {
    ...{ anonymous, facilitator, steward },
    outsider: await world.someone('Outsider'),
    admin: await world.someone('Admin', { isAdmin: true }),
    observer: await join('Observer', 'observer'),
    commenter: await join('Commenter', 'commenter'),
    contributor: await join('Contributor', 'contributor'),
    guest: await guest(facilitator)
  };
});
afterAll(() => world.close());

async function place(facilitator: PersonActor, visibility: 'public' | 'private'): Promise<Place> {
  const programme = await world.programme(facilitator, { visibility });
  const { id: brief } = await world.brief(facilitator, programme);
  const member = (await world.member(programme, facilitator, { name: 'Somebody' })).person.id;
  const invitation = async () =>
    (await world.programmes.createInvitation(facilitator, { programme, sector: 'business' })).id;
  const passage = () => marked(facilitator, brief);
  return { programme, brief, member, invitation, passage };
}

/** Marks what stands in a brief for a test to begin with. */
async function marked(actor: Actor, brief: Id): Promise<Id> {
  const { textDocument } = await world.briefs.getBrief(system, brief);
  const by = { id: 'AAAAAAAAAAAAAAAAAAAAAA', affiliation: from('technology') };
  await world.texts.type(textDocument, by, 'problem', '長者最多等三天');
  const { sections } = await world.briefs.briefText(system, brief);
  const section = sections.find(({ key }) => key === 'problem')!.id;
  const input = { section, from: 0, to: 7, quote: '長者最多等三天', kind: 'need' };
  return (await world.passages.createPassage(actor, brief, input)).id;
}

async function guest(facilitator: PersonActor): Promise<Actor> {
  const invited = { programme: publicOne.programme, sector: 'resident' };
  const { secret } = await world.programmes.createInvitation(facilitator, invited);
  const as = { name: 'Guest', sector: 'resident', consent: true };
  const { cookie } = await world.programmes.joinAsGuest(secret, as);
  const { actor } = await world.access.authenticate({ cookie: cookie.value });
  const inner = await world.programmes.createInvitation(facilitator, {
    ...invited,
    programme: privateOne.programme
  });
  await world.programmes.joinAsAccount(actor, inner.secret, { sector: 'resident', consent: true });
  return actor;
}

/** Words of a brief to comment on, and a comment. */
async function spot({ passage }: Place) {
  const { section, quote } = await world.passages.getPassage(cast.facilitator, await passage());
  return { on: { section, from: 0, to: quote.length, quote }, text: 'Three days?' } as const;
}

/** A comment of the facilitator's. */
async function said(place: Place) {
  return world.comments.openThread(cast.facilitator, place.brief, await spot(place));
}

/** A version somebody entitled named. */
async function named({ brief }: Place): Promise<Id> {
  return (await world.versions.nameVersion(cast.facilitator, brief, { name: 'Named' })).id;
}

const members: Who[] = ['observer', 'commenter', 'contributor', 'guest', 'steward', 'facilitator'];
const readersOf = { public: [...everybody] as Who[], private: ['admin', ...members] as Who[] };

type Act = (actor: Actor, where: Place) => Promise<unknown>;
const reading: Record<string, Act> = {
  getProgramme: (actor, { programme }) => world.programmes.getProgramme(actor, programme),
  programmeFields: (actor, { programme }) => world.programmes.programmeFields(actor, programme),
  programmeRecord: (actor, { programme }) => world.programmes.programmeRecord(actor, programme),
  recordHead: (actor, { programme }) => world.programmes.recordHead(actor, programme),
  listMembers: (actor, { programme }) => world.programmes.listMembers(actor, programme),
  listBriefs: (actor, { programme }) => world.briefs.listBriefs(actor, programme),
  getBrief: (actor, { brief }) => world.briefs.getBrief(actor, brief),
  briefText: (actor, { brief }) => world.briefs.briefText(actor, brief),
  textAt: (actor, { brief }) => world.briefs.textAt(actor, brief, 1),
  contributions: (actor, { brief }) => world.briefs.contributions(actor, brief),
  history: (actor, { brief }) => world.briefs.history(actor, brief),
  listVersions: (actor, { brief }) => world.versions.listVersions(actor, brief),
  getVersion: async (actor, place) => world.versions.getVersion(actor, await named(place)),
  listPassages: (actor, { brief }) => world.passages.listPassages(actor, brief),
  getPassage: async (actor, { passage }) => world.passages.getPassage(actor, await passage()),
  listThreads: (actor, { brief }) => world.comments.listThreads(actor, brief),
  getThread: async (actor, place) => world.comments.getThread(actor, (await said(place)).thread),
  getRule: (actor, { programme }) => world.comments.getRule(actor, programme),
  markRead: (actor, { brief }) => world.comments.markRead(actor, brief, 1),
  getFraming: (actor, { brief }) => world.framing.getFraming(actor, brief),
  sectionStates: (actor, { brief }) => world.framing.sectionStates(actor, brief)
};

const acting: Record<string, { may: Who[]; act: Act }> = {
  updateProgramme: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.updateProgramme(actor, programme, { summary: 'New' })
  },
  setPhases: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.setPhases(actor, programme, { phases: [] })
  },
  proposePhases: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.proposePhases(actor, programme)
  },
  createInvitation: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.createInvitation(actor, { programme, sector: 'business' })
  },
  createInvitationSet: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.createInvitationSet(actor, { programme })
  },
  listInvitations: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.programmes.listInvitations(actor, programme)
  },
  getInvitation: {
    may: ['facilitator'],
    act: async (actor, { invitation }) => world.programmes.getInvitation(actor, await invitation())
  },
  revokeInvitation: {
    may: ['facilitator'],
    act: async (actor, { invitation }) => world.programmes.revokeInvitation(actor, { id: await invitation() })
  },
  changeRole: {
    may: ['facilitator', 'admin'],
    act: (actor, { programme, member }) =>
      world.programmes.changeRole(actor, { programme, account: member, role: 'contributor' })
  },
  createBrief: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.briefs.createBrief(actor, { programme, title: 'Another' })
  },
  updateBrief: {
    may: ['facilitator', 'steward'],
    act: (actor, { brief }) => world.briefs.updateBrief(actor, brief, { summary: 'New' })
  },
  writeText: {
    may: ['facilitator', 'contributor', 'guest', 'steward'],
    act: (actor, { brief }) =>
      world.briefs.writeText(actor, brief, {
        key: 'problem',
        lang: 'zh-Hant',
        mode: 'append',
        markdown: 'A boat.'
      })
  },
  nameVersion: {
    may: ['facilitator', 'contributor', 'guest', 'steward'],
    act: (actor, { brief }) => world.versions.nameVersion(actor, brief, { name: 'For the review' })
  },
  restoreText: {
    may: ['facilitator', 'contributor', 'guest', 'steward'],
    act: async (actor, { brief }) =>
      world.versions.restoreText(actor, brief, {
        seq: (await world.briefs.briefText(system, brief)).seq
      })
  },
  sealVersion: {
    may: ['facilitator', 'steward'],
    act: async (actor, place) => world.versions.sealVersion(actor, await named(place))
  },
  unsealVersion: {
    may: ['facilitator', 'steward'],
    act: async (actor, place) =>
      world.versions.unsealVersion(actor, await named(place), { reason: 'New figures' })
  },
  preparePlace: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: async (actor, place) => world.passages.preparePlace(actor, place.brief, (await spot(place)).on)
  },
  openThread: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: async (actor, place) => world.comments.openThread(actor, place.brief, await spot(place))
  },
  reply: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: async (actor, place) =>
      world.comments.reply(actor, (await said(place)).thread, { text: 'From the booking.' })
  },
  editComment: {
    may: ['facilitator'],
    act: async (actor, place) =>
      world.comments.editComment(actor, (await said(place)).id, { text: 'Three nights?' })
  },
  removeComment: {
    may: ['facilitator', 'steward'],
    act: async (actor, place) => world.comments.removeComment(actor, (await said(place)).id)
  },
  resolveThread: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: async (actor, place) =>
      world.comments.resolveThread(actor, (await said(place)).thread, { resolved: true })
  },
  react: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: async (actor, place) =>
      world.comments.react(actor, (await said(place)).id, { kind: 'agree', on: true })
  },
  ruleComments: {
    may: ['facilitator'],
    act: (actor, { programme }) => world.comments.ruleComments(actor, programme, { holds: false })
  },
  createPassage: {
    may: ['facilitator', 'contributor', 'guest', 'commenter', 'steward'],
    act: (actor, { brief }) => marked(actor, brief)
  },
  changePassageKind: {
    may: ['facilitator', 'steward'],
    act: async (actor, { passage }) =>
      world.passages.changePassageKind(actor, await passage(), { kind: 'evidence' })
  },
  confirmPassage: {
    may: ['facilitator', 'steward'],
    act: async (actor, { passage }) =>
      world.passages.confirmPassage(actor, await passage(), { text: '長者最多等三天' })
  },
  removePassage: {
    may: ['facilitator', 'steward'],
    act: async (actor, { passage }) => world.passages.removePassage(actor, await passage())
  },
  saySection: {
    may: ['facilitator', 'commenter', 'contributor', 'guest', 'steward'],
    act: async (actor, { brief }) =>
      world.framing.saySection(actor, brief, {
        section: await sectionOf(brief),
        state: 'contested',
        reason: 'No'
      })
  },
  ownSection: {
    may: ['facilitator', 'contributor', 'guest', 'steward'],
    act: async (actor, { brief }) => {
      const section = await sectionOf(brief);
      await world.framing.ownSection(actor, brief, { section, account: null });
    }
  },
  answerIntake: {
    may: ['facilitator', 'steward'],
    act: (actor, { brief }) => world.framing.answerIntake(actor, brief, { question: 'room', answer: 'yes' })
  },
  giveWord: {
    may: [],
    act: (actor, { brief }) => world.framing.giveWord(actor, brief)
  },
  assign: {
    may: ['facilitator'],
    act: (actor, { brief }) =>
      world.briefs.assign(actor, brief, { role: 'responder', label: 'Harbour office' })
  }
};

async function sectionOf(brief: Id): Promise<Id> {
  return (await world.briefs.briefText(system, brief)).sections[0]!.id;
}

const refusal = (who: Who, where: 'public' | 'private') => {
  if (!readersOf[where].includes(who)) return 'not_found';
  return who === 'anonymous' ? 'not_signed_in' : 'forbidden';
};

for (const where of ['public', 'private'] as const) {
  test.each(Object.keys(reading))(
    `%s in a ${where} programme answers exactly who may see it`,
    async (name) => {
      const here = where === 'public' ? publicOne : privateOne;
      for (const who of everybody) {
        const outcome = await attempt(() => reading[name]!(cast[who], here));
        const told = outcome.ok ? 'yes' : outcome.problem.code;
        expect(`${who}: ${told}`).toBe(`${who}: ${readersOf[where].includes(who) ? 'yes' : 'not_found'}`);
      }
    }
  );

  test.each(Object.keys(acting))(`%s in a ${where} programme obeys exactly who may do it`, async (name) => {
    const here = where === 'public' ? publicOne : privateOne;
    const { may, act } = acting[name]!;
    for (const who of everybody) {
      const outcome = await attempt(() => act(cast[who], here));
      const told = outcome.ok ? 'yes' : outcome.problem.code;
      expect(`${who}: ${told}`).toBe(`${who}: ${may.includes(who) ? 'yes' : refusal(who, where)}`);
    }
  });
}

test('removeMember obeys facilitators, admins and nobody else, but everyone may leave', async () => {
  const { programme } = publicOne;
  const facilitator = cast.facilitator;
  for (const who of everybody) {
    const target = await world.member(programme, facilitator, { name: 'Target' });
    const input = { programme, account: target.person.id };
    const outcome = await attempt(() => world.programmes.removeMember(cast[who], input));
    const may = who === 'facilitator' || who === 'admin';
    expect(`${who}: ${outcome.ok}`).toBe(`${who}: ${may}`);
    if (!may) await world.programmes.removeMember(target, input);
  }
});

test('programmes are created by accounts, not by guests or strangers', async () => {
  for (const who of everybody) {
    const outcome = await attempt(() => world.programmes.createProgramme(cast[who], harbourNight));
    const told = outcome.ok ? 'yes' : outcome.problem.code;
    const expected = who === 'anonymous' ? 'not_signed_in' : who === 'guest' ? 'forbidden' : 'yes';
    expect(`${who}: ${told}`).toBe(`${who}: ${expected}`);
  }
});

test('every command and query of these rooms is in this matrix or tested by name', () => {
  // For the host alone: moving.test.ts.
  const byName = [
    'removeMember',
    'createProgramme',
    'listProgrammes',
    'visibleProgrammes',
    'standing',
    // What other rooms write with: restoreText.
    'editText',
    // Ask nobody's rights; for other rooms and the live stream: comments.test.ts.
    'carrying',
    'publicThreads',
    'decideComment',
    'admitFacilitator'
  ];
  // Whoever holds a link's secret or code may use it: see joining.test.ts and codes.test.ts.
  const bySecret = ['peekInvitation', 'findByCode', 'joinAsGuest', 'joinAsAccount'];
  // What one is in a programme, and who says so: see proofs.test.ts.
  const aboutMembers = ['changeAffiliation', 'giveProof', 'proveByEmail', 'withdrawProof'];
  const known = [...Object.keys(reading), ...Object.keys(acting), ...byName, ...bySecret, ...aboutMembers];
  const rooms = [
    ...[world.programmes, world.briefs, world.passages, world.comments],
    ...[world.framing, world.versions]
  ];
  const offered = new Set(rooms.flatMap((room) => Object.keys(room)));
  expect([...offered].sort()).toEqual(known.sort());
});
