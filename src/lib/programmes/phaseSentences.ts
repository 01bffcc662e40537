import { m } from '#lib/i18n/paraglide/messages.js';
import type { Language } from '#lib/kernel/index.ts';
import { isOver, phaseNow, type Phase } from './phase.ts';
import { dateText } from './dates.ts';
import { titleFor } from './inReadersLanguage.ts';

/** Which phase it is and what comes next, a sentence for each; none when no phase has dates. */
export function phaseSentences(phases: readonly Phase[], lang: Language, today: string): string[] {
  const { current, next } = phaseNow(phases, today);
  const sentences = current.map((phase) => {
    const title = titleFor({ lang, ...phase }).text;
    return phase.endsOn
      ? m.phases_now_until({ title, date: dateText(phase.endsOn) })
      : m.phases_now_open({ title });
  });
  if (next?.startsOn) {
    const title = titleFor({ lang, ...next }).text;
    sentences.push(m.phases_next_from({ title, date: dateText(next.startsOn) }));
  }
  const dated = phases.filter(({ startsOn, endsOn }) => startsOn ?? endsOn);
  if (sentences.length > 0) return sentences;
  return dated.length > 0 && dated.every((phase) => isOver(phase, today)) ? [m.phases_all_over()] : [];
}
