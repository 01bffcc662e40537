import * as v from 'valibot';
import { briefsInput } from '#lib/briefs/index.server.ts';
import type { WritingRun } from '#lib/briefs/index.ts';
import { harbourOffice, ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { next, previous } from '../pages.ts';
import { section } from './texts.ts';
import { moment, namedPerson, recordedEvent, whole } from '../shared.ts';

const run = v.object({
  author: v.pipe(v.string(), v.description('A person’s id, or `system` for the template’s text.')),
  affiliation: v.pipe(v.any(), v.description('From where they spoke then; null for the system.')),
  firstSeq: whole,
  lastSeq: whole,
  from: moment,
  to: moment,
  edits: whole
}) satisfies v.GenericSchema<WritingRun>;

/** Who wrote when. */
export const history: Area = {
  tag: 'History',
  about: 'Who wrote when in a brief.',
  schemas: { WritingRun: run },
  operations: {
    'GET /briefs/{brief}/history': {
      id: 'getHistory',
      summary: 'Who wrote when',
      description:
        'Runs of one person without a pause of ten minutes, oldest first, and the record’s entries about this brief (of the newest 500), newest first. `limit` counts edits: the newest ones, those that follow `after`, or the last before `before`. `next` goes into `after`, `previous` into `before`.',
      access: 'brief.read',
      query: briefsInput.page,
      pages: 'paged',
      gives: content(
        v.object({
          seq: v.pipe(whole, v.description('How far the text’s log is now.')),
          runs: v.array(run),
          events: v.array(recordedEvent),
          people: v.record(v.string(), namedPerson),
          next,
          previous
        }),
        {
          seq: 12,
          runs: [
            {
              ...{ author: ids.an, affiliation: harbourOffice, firstSeq: 2, lastSeq: 12 },
              ...{ from: minutes(6), to: minutes(9), edits: 11 }
            }
          ],
          events: [],
          people: { [ids.an]: { name: '林安', kind: 'full' } },
          next: null,
          previous: 2
        }
      )
    },
    'GET /briefs/{brief}/history/{seq}': {
      id: 'getTextAt',
      summary: 'The text as it was',
      description:
        'When its log stood at `seq`: take `lastSeq` of a run of writing. Edits that were joined since are there whole or not at all; `seq` of the answer says where this is.',
      access: 'brief.read',
      pages: 'whole',
      gives: content(
        v.object({
          seq: whole,
          at: v.nullable(moment),
          sections: v.array(section)
        }),
        { seq: 12, at: minutes(9), sections: [] }
      )
    }
  }
};
