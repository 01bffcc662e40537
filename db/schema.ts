import type { Generated } from 'kysely';
import type {
  CommentReactionTable,
  CommentReadingTable,
  CommentRuleTable,
  CommentTable,
  CommentThreadTable
} from './schema/comments.ts';

/** Types only. Times are milliseconds since the epoch; booleans are 0 or 1; ids are random 128-bit strings. */
export interface Database {
  meta: MetaTable;
  account: AccountTable;
  session: SessionTable;
  api_token: ApiTokenTable;
  setup_link: SetupLinkTable;
  mail_link: MailLinkTable;
  mail_outbox: MailOutboxTable;
  programme: ProgrammeTable;
  programme_phase: ProgrammePhaseTable;
  membership: MembershipTable;
  invitation: InvitationTable;
  brief: BriefTable;
  brief_assignment: BriefAssignmentTable;
  section_standing: SectionStandingTable;
  intake_answer: IntakeAnswerTable;
  responder_word: ResponderWordTable;
  document: DocumentTable;
  document_update: DocumentUpdateTable;
  document_snapshot: DocumentSnapshotTable;
  document_client: DocumentClientTable;
  document_carried: DocumentCarriedTable;
  passage: PassageTable;
  brief_version: BriefVersionTable;
  comment_thread: CommentThreadTable;
  comment: CommentTable;
  comment_reaction: CommentReactionTable;
  comment_reading: CommentReadingTable;
  comment_rule: CommentRuleTable;
  journal_chain: JournalChainTable;
  journal_event: JournalEventTable;
  journal_opening: JournalOpeningTable;
  search_entry: SearchEntryTable;
  search_source: SearchSourceTable;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface AccountTable {
  id: string;
  kind: 'full' | 'guest';
  /** lower-cased; null for guests */
  email: string | null;
  password_hash: string | null;
  name: string;
  is_admin: Generated<number>;
  created_at: number;
  suspended_at: number | null;
  /** what the admin wrote; for admins only */
  suspended_reason: string | null;
  /** the language of mail to this person; null: the one they read in when it was asked for */
  lang: 'zh-tw' | 'en' | null;
  /** when somebody opened the link sent to `email` */
  email_confirmed_at: number | null;
  /** the account that took over what this guest did; its own name stays on what was written */
  claimed_by: string | null;
}

export interface SessionTable {
  /** SHA-256 of the cookie's value, hex */
  id_hash: string;
  account_id: string;
  expires_at: number;
  created_at: number;
  /** what its owner knows it by: browser and system, from the user agent */
  device: string | null;
  /** to the hour */
  last_seen_at: number | null;
}

export interface ApiTokenTable {
  id: string;
  account_id: string;
  name: string;
  /** SHA-256, hex */
  token_hash: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface SetupLinkTable {
  token_hash: string;
  created_at: number;
  used_at: number | null;
}

/** A link sent by mail (or handed over by an admin) that proves an address or lets somebody choose a new password. */
export interface MailLinkTable {
  /** SHA-256 of the link's secret, hex */
  token_hash: string;
  purpose: 'reset' | 'confirm';
  account_id: string;
  /** the address it was made for */
  email: string;
  /** the admin who made it; null: asked for by its owner */
  created_by: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** Mail waiting to be sent: written with what caused it, so that neither is lost without the other. */
export interface MailOutboxTable {
  id: string;
  recipient: string;
  subject: string;
  /** plain text; emptied once sent or given up, since it may hold a secret */
  body: string | null;
  created_at: number;
  /** null: sent, or given up */
  next_try_at: number | null;
  tries: Generated<number>;
  sent_at: number | null;
  /** what kind of failure, a blank, and the mail server's own words */
  last_error: string | null;
  /** after this it says nothing any more and is given up; null: always of use */
  useful_until: number | null;
}

export interface ProgrammeTable {
  id: string;
  kind: 'hackathon' | 'immersion' | 'workshop_series' | 'course' | 'accelerator';
  title: string;
  summary: string | null;
  /** the language title and summary are written in */
  lang: 'zh-Hant' | 'en';
  title_translated: string | null;
  summary_translated: string | null;
  visibility: 'public' | 'unlisted' | 'private';
  /** ISO date, yyyy-mm-dd */
  starts_on: string | null;
  ends_on: string | null;
  created_by: string;
  created_at: number;
}

/** A stretch of a programme with dates; the kinds and their order come from the programme's template. */
export interface ProgrammePhaseTable {
  id: string;
  programme_id: string;
  kind: string;
  title: string;
  title_translated: string | null;
  /** ISO date, yyyy-mm-dd */
  starts_on: string | null;
  ends_on: string | null;
  position: number;
}

export interface MembershipTable {
  programme_id: string;
  account_id: string;
  role: 'facilitator' | 'contributor' | 'commenter' | 'observer';
  sector: 'government' | 'civil_society' | 'technology' | 'business' | 'academia' | 'resident';
  organisation: string | null;
  capacity: string | null;
  proof: 'self_declared' | 'email_domain' | 'vouched' | 'verified';
  /** what the proof rests on, as shown: the domain of the confirmed address */
  proof_note: string | null;
  /** who vouched or verified */
  proof_by: string | null;
  invitation_id: string | null;
  consented_at: number | null;
  created_at: number;
  removed_at: number | null;
}

export interface InvitationTable {
  id: string;
  programme_id: string;
  /** the secret of the link; kept readable so that a facilitator can show and print its QR code again */
  secret: string;
  sector: MembershipTable['sector'];
  role: MembershipTable['role'];
  /** where someone who joins lands */
  brief_id: string | null;
  label: string | null;
  created_by: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
  /** eight characters people can type instead of the link (40 bit); null for those made before there were codes */
  code: string | null;
  /** how many may join through it; null: as many as come */
  max_uses: number | null;
  uses: Generated<number>;
}

export interface BriefTable {
  id: string;
  programme_id: string;
  title: string;
  /** one-sentence problem, plain words */
  summary: string | null;
  /** the language title and summary are written in; sections carry their own */
  lang: 'zh-Hant' | 'en';
  title_translated: string | null;
  summary_translated: string | null;
  stage: 'draft' | 'framed' | 'ready' | 'closed';
  /** document id of the text, without epoch */
  text_document_id: string;
  created_by: string;
  created_at: number;
  updated_at: number;
}

export interface BriefAssignmentTable {
  brief_id: string;
  role: 'steward' | 'responder';
  /** a member of the programme, or null when only named */
  account_id: string | null;
  /** the name as shown: a person or an agency */
  label: string;
  assigned_at: number;
}

export interface SectionStandingTable {
  brief_id: string;
  /** the section's id in the text; a translation stands where its original does */
  section_id: string;
  /** what somebody has said; whether it is empty the text says itself */
  state: 'drafting' | 'contested' | 'agreed';
  /** why it is contested */
  reason: string | null;
  /** SHA-256 of the words that were agreed, hex */
  text_hash: string | null;
  /** null while nobody has said anything */
  state_by: string | null;
  /** frozen affiliation as JSON */
  state_affiliation: string | null;
  state_at: number | null;
  /** the account that looks after it */
  owner: string | null;
}

/** One answer of the intake test, the last one given. */
export interface IntakeAnswerTable {
  brief_id: string;
  question: 'remit' | 'sectors' | 'dispute' | 'room' | 'beyond_technical' | 'responder';
  answer: 'yes' | 'no';
  reason: string | null;
  answered_by: string;
  answered_at: number;
}

/** The responder's word that they will answer; counts while `account_id` is the one named. */
export interface ResponderWordTable {
  brief_id: string;
  account_id: string;
  given_at: number;
}

export interface DocumentTable {
  id: string;
  /** `brief.text`, later `programme.requirements` and `programme.backlog` */
  kind: string;
  programme_id: string;
  subject_kind: string;
  subject_id: string;
  epoch: number;
  created_at: number;
  /** sequence of the newest committed update of this epoch; the row is the document's lock and order */
  head_seq: number;
}

export interface DocumentUpdateTable {
  document_id: string;
  epoch: number;
  seq: number;
  update: Uint8Array;
  /** account id, or `system` for template text, seeds and repairs */
  author: string;
  /** frozen affiliation as JSON, or null for the system */
  affiliation: string | null;
  /** the account that carried it, when that is not the author (edits relayed after a restore) */
  relayed_by: string | null;
  at: number;
}

export interface DocumentSnapshotTable {
  document_id: string;
  epoch: number;
  /** everything up to and including this sequence is in `state` */
  seq: number;
  state: Uint8Array;
  /** SHA-256 of `state`, hex */
  checksum: string;
  at: number;
}

export interface DocumentClientTable {
  document_id: string;
  epoch: number;
  /** the Yjs client id */
  client_id: number;
  author: string;
  bound_at: number;
}

export interface DocumentCarriedTable {
  document_id: string;
  epoch: number;
  /** where the repeated text stands: Yjs client, clock, UTF-16 units */
  client_id: number;
  clock: number;
  length: number;
  /** what it repeats */
  from_client_id: number;
  from_clock: number;
}

/** A marked stretch of a brief's text, and where the server last found it. */
export interface BriefVersionTable {
  id: string;
  programme_id: string;
  brief_id: string;
  document_id: string;
  /** the life of the document `seq` counts in */
  epoch: number;
  seq: number;
  name: string;
  note: string | null;
  author: string;
  /** frozen affiliation as JSON */
  affiliation: string;
  at: number;
  /** SHA-256 of the canonical text, hex */
  hash: string;
  /** the sections as JSON: rows of the log may be joined later, this stays */
  text: string;
  sealed_at: number | null;
  sealed_by: string | null;
}

export interface PassageTable {
  id: string;
  programme_id: string;
  brief_id: string;
  document_id: string;
  /** the life of the document whose characters `anchor_start` and `anchor_end` name */
  epoch: number;
  /** null: it only carries comments */
  kind: 'need' | 'evidence' | 'limit' | 'question' | 'assumption' | 'term' | null;
  author: string;
  /** frozen affiliation as JSON */
  affiliation: string;
  lang: 'zh-Hant' | 'en';
  created_at: number;
  removed_at: number | null;
  removed_by: string | null;
  /** the section it was marked in, or was last stood by in */
  section_id: string;
  /** encoded Yjs relative positions: before its first character, behind its last */
  anchor_start: Uint8Array;
  anchor_end: Uint8Array;
  /** what was marked */
  quote: string;
  /** what somebody last stood by; up to 32 characters before and behind it; SHA-256 of what counts of it, hex */
  seen: string;
  prefix: string;
  suffix: string;
  seen_hash: string;
  /** what was found at `found_seq`, by the server; places in UTF-16 units of the section's words */
  status: 'in_sync' | 'wording_changed' | 'suspect' | 'removed';
  reason: 'protected' | 'much' | null;
  found_section: string | null;
  found_from: number | null;
  found_to: number | null;
  found_text: string | null;
  found_seq: number;
}

export interface JournalChainTable {
  chain: string;
  head_seq: number;
  head_hash: string;
}

export interface JournalEventTable {
  chain: string;
  seq: number;
  at: number;
  type: string;
  actor: string;
  subject_kind: string;
  subject_id: string;
  /** canonical JSON (RFC 8785), the bytes that are hashed */
  body: string;
  prev: string;
  hash: string;
}

export interface JournalOpeningTable {
  chain: string;
  seq: number;
  field: string;
  salt: string;
  /** JSON text; removed by redaction */
  value: string | null;
}

/** What can be found by its words. Derived: in no archive, and made anew from the rest. */
export interface SearchEntryTable {
  /** larger for what changed later; its terms stand under it in `search_index` */
  no: number;
  /** name of the source and id of its subject */
  source: string;
  subject: string;
  kind: 'programme' | 'brief' | 'section' | 'passage' | 'comment' | 'term';
  programme_id: string;
  brief_id: string | null;
  lang: 'zh-Hant' | 'en';
  title: string;
  heading: string;
  body: string;
  label: string | null;
  path: string;
  /** JSON */
  places: string;
}

export interface SearchSourceTable {
  id: string;
  /** of what was read when its entries were made */
  stamp: string;
}
