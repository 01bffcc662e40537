import type { SectionKey } from '#lib/briefs/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';
import type { Gate } from './gates.ts';
import type { IntakeAnswer } from './intake.ts';
import type { SaidState, SectionState } from './sectionState.ts';

/** Where one section stands, with what the asking person may do about it. */
export type SectionFraming = {
  id: Id;
  key: SectionKey | null;
  lang: Language;
  state: SectionState;
  reason: string | null;
  by: { id: Id; name: string } | null;
  at: number | null;
  /** the words are no longer those that were agreed */
  hasChanged: boolean;
  owner: { id: Id; name: string } | null;
  may: { say: SaidState[]; take: boolean; giveUp: boolean; assign: boolean };
};

/** How far a brief's framing is. */
export type Framing = {
  sections: SectionFraming[];
  intake: IntakeAnswer[];
  gates: Gate[];
  may: { answerIntake: boolean; giveWord: boolean };
};
