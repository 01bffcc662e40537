import type { Id } from '#lib/kernel/index.ts';
import { cast, personas, type Persona } from '#db/seeds/content.ts';
import type { Engine } from './wiring.ts';

/** Somebody of the sample who can be entered as with one click. */
export type DemoPersona = {
  persona: Persona;
  id: Id;
  name: string;
  place: { organisation: string; capacity: string };
};

/** The five personas of the demo page in order, as far as the sample is in this database. */
export async function demoPersonas({ access }: Engine): Promise<DemoPersona[]> {
  const known = cast();
  const found: DemoPersona[] = [];
  for (const persona of personas) {
    const member = known.find((one) => one.persona === persona);
    const person = member && (await access.findByEmail(member.email));
    if (person && member.place)
      found.push({ persona, id: person.id, name: person.name, place: member.place });
  }
  return found;
}

/** Tells on stdout how to look around. */
export function printPersonas(url: string, { programmeId, briefId }: { programmeId: Id; briefId: Id }): void {
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
