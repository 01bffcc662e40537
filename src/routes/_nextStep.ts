import { m } from '#lib/i18n/paraglide/messages.js';
import type { Language } from '#lib/kernel/index.ts';
import { phaseNow, type Phase } from '#lib/programmes/index.ts';
import { dateText, titleFor } from '#lib/programmes/view.ts';

type Dated = {
  lang: Language;
  startsOn: string | null;
  endsOn: string | null;
  phases: readonly Phase[];
  /** ISO date; dates compare as text */
  today: string;
};

/** Where a programme stands and what happens next, as far as its phases and dates tell. */
export function nextStep({ lang, startsOn, endsOn, phases, today }: Dated): string {
  const [current] = phaseNow(phases, today).current;
  if (current) return m.phases_now_title({ title: titleFor({ lang, ...current }).text });
  if (startsOn && startsOn > today) return m.common_home_next_upcoming({ date: dateText(startsOn) });
  if (endsOn && endsOn < today) return m.common_home_next_ended({ date: dateText(endsOn) });
  if (endsOn) return m.common_home_next_running({ date: dateText(endsOn) });
  return m.common_home_next_open();
}
