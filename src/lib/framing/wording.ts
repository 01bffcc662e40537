import { sectionTitle } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Language } from '#lib/kernel/index.ts';
import { SECTORS_WANTED, type GateLine, type GateName } from './gates.ts';
import type { IntakeQuestion } from './intake.ts';
import type { SaidState, SectionState } from './sectionState.ts';

export const stateName: Readonly<Record<SectionState, () => string>> = {
  empty: m.framing_state_empty,
  drafting: m.framing_state_drafting,
  contested: m.framing_state_contested,
  agreed: m.framing_state_agreed
};

/** What a button is called that says this of a section. */
export const sayName: Readonly<Record<SaidState, () => string>> = {
  drafting: m.framing_say_drafting,
  contested: m.framing_say_contested,
  agreed: m.framing_say_agreed
};

export const questionText: Readonly<Record<IntakeQuestion, () => string>> = {
  remit: m.framing_intake_remit,
  sectors: m.framing_intake_sectors,
  dispute: m.framing_intake_dispute,
  room: m.framing_intake_room,
  beyond_technical: m.framing_intake_beyond_technical,
  responder: m.framing_intake_responder
};

export const gateTitle: Readonly<Record<GateName, () => string>> = {
  framed: m.framing_gate_framed,
  ready: m.framing_gate_ready,
  closed: m.framing_gate_closed
};

/** A line of a gate as a sentence in the reader's language. */
export function gateSentence(line: GateLine, lang: Language): string {
  const { is, isMet, key = null, count = 0 } = line;
  const title = sectionTitle(key, lang);
  const sentences: Record<GateLine['is'], () => string> = {
    filled: () => (isMet ? m.framing_line_filled({ title }) : m.framing_line_not_filled({ title })),
    sectors: () =>
      isMet
        ? m.framing_line_sectors({ count })
        : m.framing_line_not_sectors({ count, wanted: SECTORS_WANTED }),
    sourced: () =>
      isMet
        ? m.framing_line_sourced()
        : count === 0
          ? m.framing_line_no_facts()
          : m.framing_line_not_sourced({ count }),
    responder: () =>
      isMet
        ? m.framing_line_responder()
        : count === 0
          ? m.framing_line_responder_nobody()
          : m.framing_line_responder_named(),
    decision: () => (isMet ? m.framing_line_decision() : m.framing_line_not_decision()),
    answer: () => (isMet ? m.framing_line_answer() : m.framing_line_not_answer())
  };
  return sentences[is]();
}
