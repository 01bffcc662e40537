import * as v from 'valibot';
import { sectors } from '#lib/access/index.ts';
import { programmesInput } from '#lib/programmes/index.server.ts';
import type { RecordPage } from '#lib/programmes/index.ts';
import { harbourOffice, hashes, ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { next } from '../pages.ts';
import { maybeText, namedPerson, recordedEvent, whole } from '../shared.ts';

const person = v.object({
  ...namedPerson.entries,
  sector: v.nullable(v.picklist(sectors)),
  organisation: maybeText
});

const page = v.object({
  events: v.array(recordedEvent),
  people: v.pipe(v.record(v.string(), person), v.description('Everyone the entries mention, by id.')),
  head: v.pipe(
    v.nullable(v.object({ seq: whole, hash: v.string() })),
    v.description('The newest entry; note it down to notice later if the record’s end was cut off.')
  ),
  next
}) satisfies v.GenericSchema<unknown, Omit<RecordPage, 'events'>>;

const first = {
  ...{ chain: ids.programme, seq: 1, at: minutes(0), type: 'programme.created', actor: ids.an },
  affiliation: { ...harbourOffice },
  subject: { kind: 'programme', id: ids.programme },
  data: { kind: 'hackathon', lang: 'zh-Hant', visibility: 'public' },
  committed: { title: '港邊黑客松' },
  prev: '0'.repeat(64),
  hash: hashes[0]
};

/** The record. */
export const events: Area = {
  tag: 'Events',
  about: 'The record of what happened, append-only: each entry holds the hash of the one before.',
  schemas: { EventPage: page },
  operations: {
    'GET /programmes/{programme}/events': {
      id: 'listEvents',
      summary: 'The record, oldest first, as pages or as a stream',
      description: [
        '`seq` counts 1, 2, 3 … without gaps.',
        'With `Accept: text/event-stream` the answer does not end: first every entry after the header `Last-Event-ID` (or `after`), then each new one as it is recorded. `id` of a message is the entry’s `seq`: after a broken connection send the last one as `Last-Event-ID`, and nothing is missed or comes twice. Comments are signs of life, at least every 20 seconds. `event: ended` with a `code` is the last word when you may not follow any longer; a stream that ends without it wants you to come back. A place beyond the newest entry is refused with `invalid_input`.'
      ].join('\n\n'),
      access: 'journal.read',
      query: programmesInput.page,
      pages: 'paged',
      gives: content(page, {
        events: [first],
        people: { [ids.an]: { name: '林安', kind: 'full', sector: 'government', organisation: '港務科' } },
        head: { seq: 1, hash: hashes[0] },
        next: null
      }),
      otherForms: {
        'text/event-stream': {
          description: 'One message for each entry; `data` is the entry as a page shows it, in one line.',
          example: `retry: 2000\n: following\n\nid: 1\ndata: ${JSON.stringify(first)}\n\n: still here\n\n`
        }
      },
      problems: ['too_many_streams']
    }
  }
};
