import { anonymous, type Sector } from '#lib/access/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';
import { cast, personas, titles, type Persona } from '#db/seeds/content.ts';
import type { Engine } from './wiring.ts';

/** Where the sample stands in a database. */
export type SamplePlace = { programmeId: Id; briefId: Id };

/** Somebody of the sample who can be entered as with one click. */
export type DemoPersona = {
  persona: Persona;
  id: Id;
  name: string;
  sector: Sector;
  described: Record<Language, string>;
};

/** The five personas of the demo page in order, as far as the sample is in this database. */
export async function demoPersonas({ access }: Engine): Promise<DemoPersona[]> {
  const known = cast();
  const found: DemoPersona[] = [];
  for (const persona of personas) {
    const member = known.find((one) => one.persona === persona);
    const person = member && (await access.findByEmail(member.email));
    if (!person || !member.place) continue;
    found.push({
      persona,
      id: person.id,
      name: person.name,
      sector: member.place.sector,
      described: member.described
    });
  }
  return found;
}

/** Where the sample is in this database, or null. */
export async function findSample(engine: Engine): Promise<SamplePlace | null> {
  const { title } = titles('hackathon').fields;
  const programme = (await engine.programmes.listProgrammes(anonymous)).find((one) => one.title === title);
  if (!programme) return null;
  const briefs = await engine.briefs.listBriefs(anonymous, programme.id);
  const brief = briefs.find((one) => one.title === titles('flood').fields.title) ?? briefs[0];
  return brief ? { programmeId: programme.id, briefId: brief.id } : null;
}

/** Tells on stdout how to look around. */
export function printPersonas(url: string, { programmeId, briefId }: SamplePlace): void {
  const lines = [
    `Groundwork 打底 listens on ${url}`,
    '',
    `  Come in as one of five people 選一個人進來    ${url}/demo`,
    ...cast().flatMap(({ persona, name, place }) =>
      persona ? [`      ${persona.padEnd(14)} ${name}, ${place?.organisation}`] : []
    ),
    `  Watch without an account 不用帳號，直接旁觀  ${url}/p/${programmeId}/briefs/${briefId}`,
    '',
    'To be several people at once, open private windows. 想同時扮演幾個人，請開無痕視窗。'
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
