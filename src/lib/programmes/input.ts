import * as v from 'valibot';
import { affiliationInput, personName, programmeRoles, sectors, visibilities } from '#lib/access/index.ts';
import {
  idField,
  LAST_PLACE,
  languages,
  line,
  optionalLine,
  optionalText,
  ownId,
  Problem,
  wholeNumber
} from '#lib/kernel/index.ts';
import { programmeKinds } from './programme.ts';

// An id of another shape is of nothing: the look-up says `not_found`, as for one that was never given out.
const id = v.string();

/** An optional ISO date that exists in the calendar; blank becomes null. */
export const optionalDate = v.pipe(
  v.optional(v.nullable(v.string()), null),
  v.metadata({ format: 'date' }),
  v.transform((text) => text?.trim() || null),
  v.check((text) => text === null || isCalendarDay(text), 'not_date')
);

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const programmeEntries = {
  kind: v.picklist(programmeKinds),
  title: line(120),
  summary: optionalText(500),
  lang: v.picklist(languages),
  titleTranslated: optionalLine(120),
  summaryTranslated: optionalText(500),
  visibility: v.picklist(visibilities),
  startsOn: optionalDate,
  endsOn: optionalDate
};

type Dates = { startsOn?: string | null | undefined; endsOn?: string | null | undefined };

/** Whether dates are in order, as far as they are known. As a check of a schema it is told beside what else is wrong. */
export const datesInOrder = ({ startsOn, endsOn }: Dates): boolean =>
  !startsOn || !endsOn || startsOn <= endsOn;

/** What `createProgramme` takes. Nothing is public by omission. */
export const newProgramme = v.pipe(
  v.strictObject({
    id: ownId,
    ...programmeEntries,
    lang: v.optional(programmeEntries.lang, 'zh-Hant'),
    visibility: v.optional(programmeEntries.visibility, 'private'),
    affiliation: affiliationInput
  }),
  v.forward(v.partialCheck([['startsOn'], ['endsOn']], datesInOrder, 'dates_reversed'), ['endsOn'])
);

/** What `updateProgramme` takes: only what is named changes. */
export const programmeChanges = v.pipe(
  v.strictObject({
    kind: v.optional(programmeEntries.kind),
    title: v.optional(programmeEntries.title),
    summary: v.optional(programmeEntries.summary),
    lang: v.optional(programmeEntries.lang),
    titleTranslated: v.optional(programmeEntries.titleTranslated),
    summaryTranslated: v.optional(programmeEntries.summaryTranslated),
    visibility: v.optional(programmeEntries.visibility),
    startsOn: v.optional(programmeEntries.startsOn),
    endsOn: v.optional(programmeEntries.endsOn)
  }),
  v.forward(v.partialCheck([['startsOn'], ['endsOn']], datesInOrder, 'dates_reversed'), ['endsOn'])
);

/** @throws Problem `invalid_input` (`endsOn`, `dates_reversed`) when a programme would end before it starts */
export function requireOrderedDates(dates: { startsOn: string | null; endsOn: string | null }): void {
  if (!datesInOrder(dates)) {
    throw new Problem('invalid_input', [{ field: 'endsOn', reason: 'dates_reversed' }]);
  }
}

const invitationEntries = {
  role: v.optional(v.picklist(programmeRoles), 'contributor'),
  briefId: v.pipe(
    v.optional(v.nullable(idField)),
    v.description('Null: the programme’s page. Left out: the programme’s only brief, when there is just one.')
  ),
  days: v.optional(wholeNumber(1, 90), 14)
};

/** How many may join; blank and absent mean as many as come. */
const maxUses = v.optional(v.nullable(wholeNumber(1, 10_000)), null);

export const newInvitation = v.strictObject({
  programme: id,
  sector: v.picklist(sectors),
  label: optionalLine(80),
  maxUses,
  ...invitationEntries
});

export const newInvitationSet = v.strictObject({ programme: id, ...invitationEntries });

export const revocation = v.strictObject({ id, removeJoined: v.optional(v.boolean(), false) });

/** Joining needs a yes that was said, not assumed. */
const consent = v.literal(true, 'required');

/**
 * What comes with the form of a guest: whoever sends the same form with the same ticket again is the same guest. A
 * secret, unlike an account's id: it is answered with a session.
 */
const ticket = v.optional(v.pipe(v.string(), v.minLength(16, 'not_allowed'), v.maxLength(100)));

export const guestJoining = v.strictObject({
  name: personName,
  ...affiliationInput.entries,
  consent,
  ticket
});
export const accountJoining = v.strictObject({ ...affiliationInput.entries, consent });

export const roleChange = v.strictObject({ programme: id, account: id, role: v.picklist(programmeRoles) });
export const affiliationChange = v.strictObject({ programme: id, ...affiliationInput.entries });
export const givenProof = v.strictObject({
  programme: id,
  account: id,
  level: v.picklist(['email_domain', 'vouched', 'verified'] as const),
  sector: v.optional(v.picklist(sectors)),
  organisation: v.optional(v.nullable(v.string()))
});
export const proofWithdrawal = v.strictObject({ programme: id, account: id });
export const memberRemoval = v.strictObject({ programme: id, account: id });
export const page = v.strictObject({
  after: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0, 'not_allowed'), v.maxValue(LAST_PLACE, 'not_allowed')),
    0
  ),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'not_allowed'), v.maxValue(500, 'not_allowed')),
    100
  )
});
