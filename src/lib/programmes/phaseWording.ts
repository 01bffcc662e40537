import { m } from '#lib/i18n/paraglide/messages.js';
import type { Language } from '#lib/kernel/index.ts';
import type { PhaseKind } from './phase.ts';

type Message = (inputs?: Record<string, never>, options?: { locale?: 'en' | 'zh-tw' }) => string;

const names: Readonly<Record<PhaseKind, Message>> = {
  call: m.phases_call,
  discover: m.phases_discover,
  learn: m.phases_learn,
  framing: m.phases_framing,
  requirements: m.phases_requirements,
  build: m.phases_build,
  coaching: m.phases_coaching,
  adoption: m.phases_adoption,
  showcase: m.phases_showcase,
  handoff: m.phases_handoff,
  response: m.phases_response,
  follow_up: m.phases_follow_up
};

const locales = { 'zh-Hant': 'zh-tw', en: 'en' } as const;

/** What a kind of phase is called, in the reader's language or a given one. */
export function phaseName(kind: PhaseKind, lang?: Language): string {
  return names[kind]({}, lang ? { locale: locales[lang] } : undefined);
}

/** What people do in a kind of phase, in one sentence. */
export const phaseLine: Readonly<Record<PhaseKind, () => string>> = {
  call: m.phases_call_line,
  discover: m.phases_discover_line,
  learn: m.phases_learn_line,
  framing: m.phases_framing_line,
  requirements: m.phases_requirements_line,
  build: m.phases_build_line,
  coaching: m.phases_coaching_line,
  adoption: m.phases_adoption_line,
  showcase: m.phases_showcase_line,
  handoff: m.phases_handoff_line,
  response: m.phases_response_line,
  follow_up: m.phases_follow_up_line
};
