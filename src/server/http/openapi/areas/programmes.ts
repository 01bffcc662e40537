import * as v from 'valibot';
import { programmeRoles, sectors, visibilities } from '#lib/access/index.ts';
import { idField, languages } from '#lib/kernel/index.ts';
import { phasesInput, programmesInput } from '#lib/programmes/index.server.ts';
import { phaseKinds, programmeKinds, type ProgrammeOverview } from '#lib/programmes/index.ts';
import { harbourOffice, ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { affiliation, maybeText, moment, whole } from '../shared.ts';

const { newProgramme, programmeChanges } = programmesInput;
const { newPhases } = phasesInput;
const day = v.nullable(v.pipe(v.string(), v.isoDate()));

const membership = v.pipe(
  v.nullable(v.object({ role: v.picklist(programmeRoles), affiliation })),
  v.description('What you are in this programme; null when nothing.')
);

const phase = v.pipe(
  v.object({
    id: idField,
    kind: v.picklist(phaseKinds),
    title: v.string(),
    titleTranslated: maybeText,
    startsOn: day,
    endsOn: day
  }),
  v.description('A stretch of the programme. Both days are part of it.')
);

const programme = v.object({
  id: idField,
  kind: v.picklist(programmeKinds),
  title: v.string(),
  summary: maybeText,
  lang: v.pipe(v.picklist(languages), v.description('The language title and summary are written in.')),
  titleTranslated: maybeText,
  summaryTranslated: maybeText,
  visibility: v.picklist(visibilities),
  startsOn: day,
  endsOn: day,
  createdAt: moment,
  membership,
  counts: v.object({ members: whole, briefs: whole }),
  table: v.pipe(
    v.array(v.object({ sector: v.picklist(sectors), members: whole, contributed: whole })),
    v.description('One seat per sector, silent ones too.')
  ),
  phases: v.array(phase),
  today: v.pipe(v.string(), v.isoDate(), v.description('The server’s day, by which phases are under way.'))
}) satisfies v.GenericSchema<ProgrammeOverview>;

const fields = {
  kind: 'hackathon',
  title: '港邊黑客松',
  summary: '兩天，一座港口，渡船停駛時怎麼辦。',
  lang: 'zh-Hant',
  titleTranslated: 'Harbour Night',
  summaryTranslated: null,
  visibility: 'public',
  startsOn: '2027-03-06',
  endsOn: '2027-03-07'
} as const;

/** How a programme is answered. */
export const programmeExample: v.InferInput<typeof programme> = {
  ...{ id: ids.programme, ...fields, createdAt: minutes(0) },
  membership: { role: 'facilitator', affiliation: harbourOffice },
  counts: { members: 1, briefs: 0 },
  table: sectors.map((sector) => ({ sector, members: sector === 'government' ? 1 : 0, contributed: 0 })),
  phases: [
    {
      ...{ id: ids.phase, kind: 'build', title: '動手做', titleTranslated: 'Building' },
      ...{ startsOn: '2027-03-06', endsOn: '2027-03-07' }
    }
  ],
  today: '2027-03-06'
};

/** Hackathons, immersions, series of workshops, courses, accelerators. */
export const programmes: Area = {
  tag: 'Programmes',
  about:
    'A hackathon, immersion, workshop series, course or accelerator: the frame in which briefs are written.',
  schemas: {
    Programme: programme,
    Phase: phase,
    NewProgramme: newProgramme,
    ProgrammeChanges: programmeChanges,
    Phases: newPhases
  },
  operations: {
    'GET /programmes': {
      id: 'listProgrammes',
      summary: 'Public programmes and your own',
      description: 'Latest first. Unlisted and private ones are there for their members (and admins) only.',
      access: 'anyone',
      pages: 'whole',
      gives: content(v.object({ programmes: v.array(programme) }), { programmes: [programmeExample] })
    },
    'POST /programmes': {
      id: 'createProgramme',
      summary: 'Open a programme and become its facilitator',
      description:
        'Private unless you say otherwise. `affiliation` is from where you speak in it. Sent again with the same `id` it answers with what is there; `conflict` when the id is of something else.',
      access: 'programme.create',
      takes: content(newProgramme, {
        ...fields,
        affiliation: { sector: 'government', organisation: '港務科' }
      }),
      status: 201,
      gives: content(programme, programmeExample),
      problems: ['conflict']
    },
    'GET /programmes/{programme}': {
      id: 'getProgramme',
      summary: 'A programme',
      description: 'With what you are in it, how many are in it, and who is at the table.',
      access: 'programme.read',
      gives: content(programme, programmeExample)
    },
    'PATCH /programmes/{programme}': {
      id: 'updateProgramme',
      summary: 'Change the named fields',
      description:
        'The others stay. Each change is an entry of the record; a new visibility reaches open pages and sockets at once.',
      access: 'programme.update',
      takes: content(programmeChanges, { endsOn: '2027-03-08' }),
      gives: content(programme, { ...programmeExample, endsOn: '2027-03-08' })
    },
    'PUT /programmes/{programme}/phases': {
      id: 'setPhases',
      summary: 'Make these the programme’s phases',
      description:
        'All of them: what is left out is gone. One with the `id` of a phase there stays that phase. They are put in the order they begin; the record keeps kinds and dates.',
      access: 'programme.update',
      takes: content(newPhases, {
        phases: [{ kind: 'build', title: '動手做', startsOn: '2027-03-06', endsOn: '2027-03-07' }]
      }),
      gives: content(v.object({ phases: v.array(phase) }), { phases: programmeExample.phases })
    }
  }
};
