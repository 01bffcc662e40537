import type { Person, SessionCookie } from '#lib/access/index.ts';
import type { ChainId, Clock, Id, RecordedEvent, Rows, Unit, Write } from '#lib/kernel/index.ts';
import type { DocumentActivity } from '#lib/sync/index.ts';
import type { CodeGate } from './codeGate.server.ts';
import type { Invitation } from './invitation.ts';
import type { JoinGate } from './joinGate.server.ts';

/** A brief as far as a programme needs to know it. */
export type BriefTitle = { id: Id; programme: Id; title: string; titleTranslated: string | null };

/** What the programmes room is handed by the wiring. */
export type ProgrammesDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  /** the ISO day it is where the programmes happen */
  today(): string;
  guests: {
    createGuest(unit: Unit, input: { name: string; id?: Id }): Promise<Person>;
    /** whoever has this id; `isGuest` says whether they still are one, neither claimed nor suspended */
    findGuest(rows: Rows, id: Id): Promise<{ person: Person; createdAt: number; isGuest: boolean } | null>;
  };
  /** somebody's address, once they have shown that it is theirs */
  confirmedEmail(rows: Rows, account: Id): Promise<string | null>;
  /** opens its own transaction: must be called after, never inside, a write */
  sessions: { startSession(account: Id): Promise<SessionCookie> };
  people(ids: readonly Id[]): Promise<Map<Id, { name: string; kind: 'full' | 'guest'; account: Id }>>;
  journal: {
    listEvents(chain: ChainId, page: { after?: number; limit?: number }): Promise<RecordedEvent[]>;
    head(chain: ChainId): Promise<{ seq: number; hash: string } | null>;
  };
  /** briefs know programmes, so programmes learn of briefs through this */
  briefs: {
    /** where a link of the programme leads, as `landingBrief` says */
    landing(link: Pick<Invitation, 'programme' | 'brief' | 'createdAt'>): Promise<BriefTitle | null>;
    count(programmes: readonly Id[]): Promise<Map<Id, number>>;
  };
  activity: Pick<DocumentActivity, 'authors'>;
};

/** The same with what the room makes for itself. */
export type ProgrammesParts = ProgrammesDeps & { codes: CodeGate; crowd: JoinGate };
