import type { SectionKey } from '#lib/briefs/index.ts';

export const gateNames = ['framed', 'ready', 'closed'] as const;
export type GateName = (typeof gateNames)[number];

/** What the gates look at. */
export type GateFacts = {
  /** keys of the template under which something is written, in any language */
  filled: ReadonlySet<SectionKey>;
  /** how many sectors have written */
  sectors: number;
  /** statements under Facts that name no source; null while nothing stands there */
  unsourced: number | null;
  /** the responder, with whether they have said that they will answer */
  responder: 'nobody' | 'named' | 'confirmed';
  decisions: number;
  isAnswered: boolean;
};

/** One sentence of a gate: what is wanted, and where it is made good. */
export type GateLine = {
  is: 'filled' | 'sectors' | 'sourced' | 'responder' | 'decision' | 'answer';
  isMet: boolean;
  /** of `filled` and `sourced` */
  key?: SectionKey;
  /** how much there is (`sectors`) or is missing (`sourced`) */
  count?: number;
};
export type Gate = { name: GateName; lines: GateLine[] };

/** How many sectors a framed brief has been written by. */
export const SECTORS_WANTED = 3;

/** The three gates as lists of sentences; each is met or not, and nothing is added up. */
export function gates(facts: GateFacts): Gate[] {
  const filled = (key: SectionKey): GateLine => ({ is: 'filled', key, isMet: facts.filled.has(key) });
  const { sectors, unsourced, responder } = facts;
  return [
    {
      name: 'framed',
      lines: [
        ...(['problem', 'people', 'facts', 'scope'] as const).map(filled),
        { is: 'sectors', isMet: sectors >= SECTORS_WANTED, count: sectors },
        { is: 'sourced', key: 'facts', isMet: unsourced === 0, count: unsourced ?? 0 }
      ]
    },
    {
      name: 'ready',
      lines: [
        ...(['questions', 'resources', 'success'] as const).map(filled),
        { is: 'responder', isMet: responder === 'confirmed', count: responder === 'nobody' ? 0 : 1 },
        { is: 'decision', isMet: facts.decisions > 0 }
      ]
    },
    { name: 'closed', lines: [{ is: 'answer', isMet: facts.isAnswered }] }
  ];
}
