import { accessService, type AccessService } from '#lib/access/index.server.ts';
import { system, type Actor, type Affiliation, type ProgrammeRole, type Sector } from '#lib/access/index.ts';
import { calendarOf, newId, type Id, type Notice } from '#lib/kernel/index.ts';
import {
  briefDirectory,
  briefsRoom,
  takeOverAssignments,
  type BriefsRoom
} from '#lib/briefs/index.server.ts';
import {
  programmesRoom,
  takeOverMemberships,
  type ProgrammesDeps,
  type ProgrammesRoom
} from '#lib/programmes/index.server.ts';
import { versionsRoom, type VersionsRoom } from '#lib/versions/index.server.ts';
import { passagesRoom, type PassagesRoom } from '#lib/passages/index.server.ts';
import { commentsRoom, takeOverComments, type CommentsRoom, type Told } from '#lib/comments/index.server.ts';
import { framingRoom, takeOverFraming, type FramingRoom } from '#lib/framing/index.server.ts';
import { documentActivity } from '#lib/sync/index.server.ts';
import { currentAuthors } from '#server/currentAuthors.ts';
import { openStorage, type Storage } from './storage.ts';
import { openTexts, type Texts } from './texts.ts';

export type PersonActor = Extract<Actor, { kind: 'person' }>;

/** A small town in a fresh database: services and rooms as a server wires them, and people to act in them. */
export type World = {
  storage: Storage;
  access: AccessService;
  programmes: ProgrammesRoom;
  briefs: BriefsRoom;
  passages: PassagesRoom;
  comments: CommentsRoom;
  /** what those concerned were told of comments, oldest first */
  told: Told[];
  framing: FramingRoom;
  versions: VersionsRoom;
  texts: Texts;
  /** the programmes room again, on the same database, with something of it exchanged */
  rewired(changes: Partial<ProgrammesDeps>): ProgrammesRoom;
  /** moves the clock forward, in milliseconds */
  wait(ms: number): void;
  now(): number;
  /** somebody with an account and no programme */
  someone(name: string, options?: { isAdmin?: boolean }): Promise<PersonActor>;
  /** a programme with its facilitator; government, unless said otherwise */
  programme(facilitator: Actor, changes?: Record<string, unknown>): Promise<Id>;
  /** a new account that joins through an invitation of its own */
  member(
    programme: Id,
    facilitator: Actor,
    as: { name: string; role?: ProgrammeRole; sector?: Sector }
  ): Promise<PersonActor>;
  /** a brief's `getBrief` as this actor sees it */
  brief(facilitator: Actor, programme: Id, title?: string): ReturnType<BriefsRoom['getBrief']>;
  /** notices of one kind since the start */
  noticed<K extends Notice['kind']>(kind: K): Extract<Notice, { kind: K }>[];
  /** types of a programme's events, oldest first */
  recorded(programme: Id): Promise<string[]>;
  close(): Promise<void>;
};

const HOUR = 3_600_000;
const MORNING = Date.UTC(2027, 2, 6, 1);

/** Opens a world at nine in the morning in Taipei; `close` removes it. */
export async function openWorld(): Promise<World> {
  let time = MORNING;
  const clock = () => time;
  const storage = await openStorage(clock);
  const { read, write, journal } = storage;
  const access = accessService({
    ...{ read, write, clock, secureCookies: false },
    async takeOver(unit, claim) {
      await takeOverMemberships({ clock })(unit, claim);
      await takeOverAssignments(unit, claim);
      await takeOverFraming(unit, claim);
      await takeOverComments(unit, claim);
    }
  });
  const texts = openTexts({ read, write, clock });
  const activity = currentAuthors(documentActivity(read), access.currentAccounts);
  const programmesDeps: ProgrammesDeps = {
    ...{ read, write, clock, journal, activity, people: access.people },
    today: calendarOf(clock, 'Asia/Taipei'),
    guests: { createGuest: access.createGuest, findGuest: access.findGuest },
    confirmedEmail: access.confirmedEmail,
    sessions: { startSession: access.startSession },
    briefs: briefDirectory(read)
  };
  const programmes = programmesRoom(programmesDeps);
  const briefs = briefsRoom({
    ...{ read, write, clock, journal, activity, programmes, people: access.people, sync: texts.sync },
    // Nobody here has signed in.
    revalidate: async (actor) => actor
  });
  const passages = passagesRoom({
    ...{ read, write, clock, activity, people: access.people },
    sync: { ...texts.sync, readSuccessors: async () => () => [] },
    briefs: {
      standing: briefs.standing,
      documentOf: async (brief) => (await briefs.getBrief(system, brief)).textDocument,
      text: (brief) => briefs.briefText(system, brief)
    }
  });
  const told: Told[] = [];
  const comments = commentsRoom({
    ...{ read, write, clock, people: access.people, redact: journal.redact },
    ...{ standing: briefs.standing, programmeStanding: programmes.standing },
    ...{ preparePlace: passages.preparePlace, places: passages.carrying },
    tell: async (_unit, one) => void told.push(one)
  });
  const framing = framingRoom({ read, write, clock, briefs, programmes, people: access.people });
  const versions = versionsRoom({
    ...{ read, write, clock, activity, people: access.people },
    briefs: {
      standing: briefs.standing,
      documentOf: async (brief) => (await briefs.getBrief(system, brief)).textDocument,
      text: (brief) => briefs.briefText(system, brief),
      editText: briefs.editText
    },
    documentAt: texts.sync.readAt
  });
  let people = 0;

  const world: World = {
    ...{ storage, access, programmes, briefs, passages, comments, told, framing, versions, texts },
    rewired: (changes) => programmesRoom({ ...programmesDeps, ...changes }),
    wait: (ms) => void (time += ms),
    now: clock,
    async someone(name, { isAdmin = false } = {}) {
      const email = `person${++people}@example.org`;
      const account = await access.createAccount(system, {
        name,
        email,
        password: 'a long password',
        isAdmin
      });
      return { kind: 'person', person: account, via: { kind: 'token', id: newId() } };
    },
    async programme(facilitator, changes = {}) {
      const { id } = await programmes.createProgramme(facilitator, { ...harbourNight, ...changes });
      return id;
    },
    async member(programme, facilitator, { name, role = 'contributor', sector = 'civil_society' }) {
      const { secret } = await programmes.createInvitation(facilitator, { programme, sector, role });
      const actor = await world.someone(name);
      await programmes.joinAsAccount(actor, secret, { sector, organisation: `${name} & Co`, consent: true });
      return actor;
    },
    async brief(facilitator, programme, title = '渡船停駛時長者如何就醫') {
      const { id } = await briefs.createBrief(facilitator, { programme, title, lang: 'zh-Hant' });
      return briefs.getBrief(facilitator, id);
    },
    noticed: (kind) =>
      storage.notices.filter(
        (notice): notice is Extract<Notice, { kind: typeof kind }> => notice.kind === kind
      ),
    async recorded(programme) {
      return (await journal.listEvents(programme)).map(({ type }) => type);
    },
    close: () => storage.close()
  };
  return world;
}

/** What `createProgramme` takes, all fields filled. */
export const harbourNight = {
  kind: 'hackathon',
  title: '港邊黑客松',
  summary: 'Two days on the ferries of a harbour town.',
  lang: 'zh-Hant',
  titleTranslated: 'Harbour Night',
  summaryTranslated: null,
  visibility: 'public',
  startsOn: '2027-03-06',
  endsOn: '2027-03-07',
  affiliation: { sector: 'government', organisation: '港務科', capacity: null }
} as const;

/** An affiliation as declared by a person. */
export function from(sector: Sector): Affiliation {
  return { sector, organisation: null, capacity: null, proof: 'self_declared' };
}

export const hours = (count: number) => count * HOUR;
