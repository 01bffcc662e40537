import * as v from 'valibot';
import { proofLevels, sectors, type Affiliation } from '#lib/access/index.ts';
import { idField, problems, type ProblemCode, type RecordedEvent } from '#lib/kernel/index.ts';
import type { AnySchema } from './operation.ts';

/** A time. */
export const moment = v.pipe(v.number(), v.integer(), v.description('Milliseconds since 1970-01-01T00:00Z.'));

export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Text or null. */
export const maybeText = v.nullable(v.string());

const sector = v.pipe(v.picklist(sectors), v.description('From where somebody speaks.'));

/** How an answer tells an affiliation. */
export const affiliation = v.object({
  sector,
  organisation: maybeText,
  capacity: v.pipe(maybeText, v.description('In which function, in their own words.')),
  proof: v.pipe(v.picklist(proofLevels), v.description('How well it is proven, weakest first.'))
}) satisfies v.GenericSchema<Affiliation>;

/** One entry of the record. */
export const recordedEvent = v.pipe(
  v.object({
    chain: v.pipe(v.string(), v.description('The programme’s id, or `instance`.')),
    seq: v.pipe(whole, v.description('Its place in the chain: 1, 2, 3 … without gaps.')),
    at: moment,
    type: v.pipe(v.string(), v.description('What happened, in the past tense: `room.happened`.')),
    actor: v.pipe(v.string(), v.description('A person’s id, `system` or `anonymous`.')),
    affiliation: v.optional(v.any()),
    subject: v.object({ kind: v.string(), id: v.string() }),
    data: v.optional(v.record(v.string(), v.any())),
    committed: v.optional(
      v.pipe(
        v.record(v.string(), v.any()),
        v.description('Text whose salted hash stands in the chain; gone where it was redacted.')
      )
    ),
    prev: v.pipe(v.string(), v.description('The hash of the entry before.')),
    hash: v.string()
  }),
  v.description('An entry of the record. It never changes.')
) satisfies v.GenericSchema<unknown, Omit<RecordedEvent, 'subject'>>;

/** Somebody named in a list of events or runs of writing. */
export const namedPerson = v.object({
  name: v.string(),
  kind: v.picklist(['full', 'guest']),
  account: v.optional(
    v.pipe(idField, v.description('Whose it is now: another id where a guest’s work was claimed.'))
  )
});

/** A refusal. */
export const problem = v.object({
  type: v.literal('about:blank'),
  title: v.pipe(v.string(), v.description('The same sentence in English, for logs.')),
  status: whole,
  code: v.pipe(v.picklist(Object.keys(problems) as ProblemCode[]), v.description('Stable; decide by this.')),
  detail: v.pipe(v.string(), v.description('A sentence for people, in the language asked for.')),
  instance: v.optional(v.pipe(v.string(), v.description('Names the line of the server’s log, to quote.'))),
  issues: v.optional(
    v.pipe(
      v.array(
        v.object({
          field: v.pipe(v.string(), v.description('Path of the field, empty for the whole body.')),
          reason: v.string(),
          limit: v.optional(v.number()),
          least: v.optional(
            v.pipe(v.number(), v.description('With it, a whole number from here to `limit` was wanted.'))
          ),
          detail: v.string()
        })
      ),
      v.description('Which fields are wrong, with `invalid_input`.')
    )
  )
});

/** Schemas that belong to no area. */
export const shared: Readonly<Record<string, AnySchema>> = {
  Id: idField,
  Affiliation: affiliation,
  Event: recordedEvent,
  Problem: problem
};
