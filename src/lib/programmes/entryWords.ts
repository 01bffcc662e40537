import { programmeRoles, sectors, visibilities, type Sector } from '#lib/access/index.ts';
import { roleName, sectorName, visibilityName } from '#lib/access/view.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { RecordedEvent } from '#lib/kernel/index.ts';
import { eventSentence } from './eventWords.ts';
import type { RecordPerson } from './record.ts';

/** An entry of the record in the reader's language: who, from where, what. */
export type EntryWords = { sector: Sector | null; organisation: string | null; name: string; what: string };

/** Says an entry of the record; `subject` is what its subject is called, when that is known. */
export function entryWords(
  event: RecordedEvent,
  people: Readonly<Record<string, RecordPerson>>,
  subject: string | null = null
): EntryWords {
  const person = people[event.actor] ?? null;
  const affiliation = isRecord(event.affiliation) ? event.affiliation : null;
  // The sector at the time of the act; only for old or foreign entries the one of today. Never so the organisation.
  const sector =
    affiliation && 'sector' in affiliation
      ? (sectors.find((one) => one === affiliation.sector) ?? null)
      : (person?.sector ?? null);
  const organisation = affiliation?.organisation;
  const sentence = joinedSentence(event) ?? eventSentence(event.type, event.data);
  const detail = detailOf(event, people, { subject, sector });
  return {
    sector,
    organisation: typeof organisation === 'string' ? organisation : null,
    name:
      person?.name ??
      (event.actor === 'system' ? m.programmes_record_system() : m.programmes_record_someone()),
    what: detail ? m.programmes_event_detail({ sentence, detail }) : sentence
  };
}

function detailOf(
  event: RecordedEvent,
  people: Readonly<Record<string, RecordPerson>>,
  known: { subject: string | null; sector: Sector | null }
): string | null {
  const data = event.data ?? {};
  const { kind, id } = event.subject;
  const subjectPerson = id === event.actor ? null : (people[id]?.name ?? null);
  // Whoever joins already stands there with their mark; an invitation for the same sector is another matter.
  const isOwn = (sector: string) => kind === 'member' && sector === known.sector;
  const words = [
    kind === 'member' || kind === 'account' ? subjectPerson : known.subject,
    isJoining(event) ? null : roleIn(event),
    sectors.filter((sector) => sector === data.sector && !isOwn(sector)).map(sectorName)[0],
    visibilities.filter((visibility) => visibility === data.visibility).map(visibilityName)[0]
  ];
  return words.filter((word) => word).join(' · ') || null;
}

/** Who joins says as what; whoever brings somebody in is not the one who joins. */
function joinedSentence(event: RecordedEvent): string | null {
  if (event.type !== 'member.joined') return null;
  if (!isJoining(event)) return m.joining_event_admitted();
  const role = roleIn(event);
  return role ? m.joining_event_joined_as({ role }) : null;
}

const isJoining = ({ type, actor, subject }: RecordedEvent): boolean =>
  type === 'member.joined' && subject.id === actor;

const roleIn = ({ data = {} }: RecordedEvent): string | null =>
  programmeRoles.filter((role) => role === data.role).map(roleName)[0] ?? null;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
