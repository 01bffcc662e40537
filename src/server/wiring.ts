import type { IncomingMessage } from 'node:http';
import { connect } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { createWritePath } from '#db/writePath.server.ts';
import { accessService } from '#lib/access/index.server.ts';
import { can, system, type Actor } from '#lib/access/index.ts';
import { briefDirectory, briefsRoom, takeOverAssignments, textTopic } from '#lib/briefs/index.server.ts';
import { commentsRoom, takeOverComments } from '#lib/comments/index.server.ts';
import { exportBrief, passageNotes } from '#lib/export/index.server.ts';
import { framingRoom, takeOverFraming } from '#lib/framing/index.server.ts';
import { journalService } from '#lib/journal/index.server.ts';
import { calendarOf, createNotices, Problem, systemClock, type Clock, type Id } from '#lib/kernel/index.ts';
import { liveHub } from '#lib/live/index.server.ts';
import { mailService } from '#lib/mail/index.server.ts';
import { passagesRoom, passagesTopic, watchPassages } from '#lib/passages/index.server.ts';
import { programmesRoom, recordTopics, takeOverMemberships } from '#lib/programmes/index.server.ts';
import { documentActivity, syncService } from '#lib/sync/index.server.ts';
import type { DocumentRef, DocumentRights } from '#lib/sync/index.ts';
import { versionsRoom } from '#lib/versions/index.server.ts';
import { voicesRoom } from '#lib/voices/index.server.ts';
import type { Config } from './config.ts';
import { documentKinds } from './documentKinds.ts';
import { socketCredentials } from './http/cookies.ts';
import { ourHeaders } from './http/server.ts';
import { isSameOriginSocket } from './http/origin.ts';
import { currentAuthors } from './currentAuthors.ts';
import { createLog } from './log.ts';
import { presenceAt } from './presenceAt.ts';
import { searching } from './searching.ts';

const HOUR = 3_600_000;

export type Engine = Awaited<ReturnType<typeof createEngine>>;

/**
 * Opens the database, brings it up to date and builds every service and room, once per process.
 * @param options.alone as the only server on this database; the command line works beside one
 * @throws NewerDatabaseError, DatabaseInUseError, or the driver's error when folder or database cannot be used
 */
export async function createEngine(
  config: Config,
  clock: Clock = systemClock,
  { alone = false }: { alone?: boolean } = {}
) {
  const log = createLog(config);
  const notices = createNotices((err) => log.error({ err }, 'a listener of notices failed'));
  const connections = await connect(config, { alone });
  try {
    await migrate(connections.writer);
  } catch (error) {
    await connections.close();
    throw error;
  }
  const read = connections.reader;
  const journal = journalService({ read, clock });
  const write = createWritePath({
    writer: connections.writer,
    recorder: journal.recorder,
    publish: notices.publish,
    onBroken: (err) => log.error({ err }, 'the disk refused a write')
  });
  const mail = mailService({
    read,
    write,
    clock,
    notices,
    smtp: config.smtp,
    onError: (err) => log.error({ err }, 'mail could not be read or written')
  });
  const access = accessService({
    ...{ read, write, clock, secureCookies: config.secureCookies },
    mail: { isOn: mail.isOn, origin: config.origin ?? '', post: mail.post, listUnsent: mail.listUnsent },
    async takeOver(unit, claim) {
      await takeOverMemberships({ clock })(unit, claim);
      await takeOverAssignments(unit, claim);
      await takeOverFraming(unit, claim);
      await takeOverComments(unit, claim);
    }
  });
  const sync = syncService<Actor>({
    read,
    write,
    clock,
    log,
    notices,
    kinds: documentKinds,
    async authenticate(request: IncomingMessage) {
      const credentials = socketCredentials(request, access.cookieName);
      const { actor } = await access.authenticate(credentials);
      // Who comes as somebody who is signed out is told so, even where strangers may read.
      const isSomebody = credentials.cookie !== null || credentials.bearer !== null;
      if (isSomebody && actor.kind === 'anonymous') throw new Problem('not_signed_in');
      return actor;
    },
    allowedOrigin: (request: IncomingMessage) => isSameOriginSocket(request, config),
    credentialOf(request: IncomingMessage) {
      const { cookie, bearer } = socketCredentials(request, access.cookieName);
      return `${bearer ?? ''} ${cookie ?? ''}`;
    },
    accountOf: (actor: Actor) => (actor.kind === 'person' ? actor.person.id : null),
    // Set by our own HTTP server, which replaces whatever a client sends under this name.
    addressOf: ({ headers }: IncomingMessage) => headers[ourHeaders.address] as string | undefined,
    async rights(actor: Actor, ref: DocumentRef) {
      return documentRights(await stillThemselves(actor), ref);
    }
  });
  const activity = currentAuthors(documentActivity(read), access.currentAccounts);
  const programmes = programmesRoom({
    read,
    write,
    clock,
    today: calendarOf(clock, config.timeZone),
    guests: { createGuest: access.createGuest, findGuest: access.findGuest },
    confirmedEmail: access.confirmedEmail,
    sessions: { startSession: access.startSession },
    people: access.people,
    journal,
    briefs: briefDirectory(read),
    activity
  });
  const briefs = briefsRoom({
    read,
    write,
    clock,
    revalidate: stillThemselves,
    programmes,
    sync,
    people: access.people,
    journal,
    activity
  });

  const documentOf = async (brief: Id) => (await briefs.getBrief(system, brief)).textDocument;
  const marked = {
    standing: briefs.standing,
    documentOf,
    text: (brief: Id) => briefs.briefText(system, brief)
  };
  const passages = passagesRoom({
    ...{ read, write, clock, sync, activity, people: access.people, briefs: marked }
  });
  const passageWatch = watchPassages({
    ...{ read, write, sync, activity, notices },
    onError: (err) => log.error({ err }, 'passages could not be looked for')
  });
  const comments = commentsRoom({
    ...{ read, write, clock, people: access.people, redact: journal.redact },
    ...{ standing: briefs.standing, programmeStanding: programmes.standing },
    ...{ preparePlace: passages.preparePlace, places: passages.carrying },
    // The inbox is handed in here.
    tell: async () => {}
  });
  const exports = {
    exportBrief: exportBrief({
      ...{ briefs, programmes, clock, timeZone: config.timeZone },
      listNotes: async (actor, brief, lang) => passageNotes(await passages.listPassages(actor, brief), lang)
    })
  };

  const versions = versionsRoom({
    ...{ read, write, clock, activity, people: access.people },
    briefs: {
      standing: briefs.standing,
      documentOf,
      text: marked.text,
      editText: briefs.editText
    },
    documentAt: sync.readAt
  });
  const voices = voicesRoom({ briefs, sync, activity, people: access.people });
  const framing = framingRoom({ read, write, clock, briefs, programmes, people: access.people });

  const { search, finding } = searching({
    ...{ read, write, notices, briefs, programmes, activity },
    onError: (err) => log.error({ err }, 'the search index could not be brought up to date')
  });

  const live = liveHub<Actor>({
    topics: [
      ...recordTopics(programmes, { notices, listEvents: journal.listEvents }),
      textTopic(briefs, {
        notices,
        documentOf,
        text: (brief) => briefs.briefText(system, brief),
        presence: (brief) => presenceAt({ briefs, programmes, sync }, brief),
        onError: (err) => log.error({ err }, 'a live text could not be built')
      }),
      passagesTopic({
        ...{ notices, clock, briefs: marked, list: (brief) => passages.listPassages(system, brief) },
        onError: (err) => log.error({ err }, 'a list of passages could not be built')
      })
    ],
    notices,
    revalidate: stillThemselves,
    accountOf: (actor) => (actor.kind === 'person' ? actor.person.id : null),
    onError: (err) => log.error({ err }, 'a live stream failed')
  });

  const sweeping = setInterval(() => {
    access.sweepSessions().catch((err: unknown) => log.error({ err }, 'sessions could not be swept'));
    access.sweepLinks().catch((err: unknown) => log.error({ err }, 'old links could not be swept'));
    mail.sweep().catch((err: unknown) => log.error({ err }, 'sent mail could not be swept'));
  }, HOUR).unref();

  /** Who comes as somebody whose session or token has ended is told so, even where strangers may read. */
  async function stillThemselves(actor: Actor): Promise<Actor> {
    const now = await access.revalidate(actor);
    if (actor.kind === 'person' && now.kind !== 'person') throw new Problem('not_signed_in');
    return now;
  }

  async function documentRights(actor: Actor, ref: DocumentRef): Promise<DocumentRights> {
    const standing = await programmes.standing(actor, ref.programme).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (!standing || !can(actor, 'brief.read', standing)) return { level: 'none', person: null };
    const level = can(actor, 'brief.write', standing) ? 'write' : 'read';
    if (actor.kind !== 'person' || !standing.membership) return { level, person: null };
    const { affiliation } = standing.membership;
    const { id, name } = actor.person;
    return { level, person: { id, presence: { id, name, ...affiliation }, affiliation } };
  }

  /** Flushes what is under way, then ends every socket and stream of readers. */
  async function drain(): Promise<void> {
    await sync.drain();
    live.close();
  }

  return {
    config,
    log,
    notices,
    access,
    mail,
    journal,
    programmes,
    briefs,
    passages,
    comments,
    versions,
    voices,
    exports,
    passageWatch,
    framing,
    sync,
    live,
    search,
    finding,
    read,
    write,
    connections,
    drain,
    /** Drains, and closes every file. */
    async close() {
      clearInterval(sweeping);
      await drain();
      await passageWatch.close();
      await search.close();
      await mail.close();
      await connections.close();
    }
  };
}
