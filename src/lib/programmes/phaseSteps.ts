import type { Language } from '#lib/kernel/index.ts';
import { isOver, phaseNow, type Phase } from './phase.ts';
import { phaseLine } from './phaseWording.ts';
import { shortDates } from './dates.ts';
import { titleFor, type InLanguage } from './inReadersLanguage.ts';

/** A phase as it is shown: in words already, so that a reader's browser need not carry those of all others. */
export type PhaseStep = {
  id: string;
  title: InLanguage;
  state: 'over' | 'now' | 'coming';
  dates: string | null;
  /** what people do in it; only of what is under way */
  line: string | null;
};

/** A programme's phases in the reader's language. */
export function phaseSteps(phases: readonly Phase[], lang: Language, today: string): PhaseStep[] {
  const current = new Set(phaseNow(phases, today).current);
  return phases.map((phase) => {
    const isNow = current.has(phase);
    return {
      id: phase.id,
      title: titleFor({ lang, title: phase.title, titleTranslated: phase.titleTranslated }),
      state: isNow ? 'now' : isOver(phase, today) ? 'over' : 'coming',
      dates: shortDates(phase.startsOn, phase.endsOn, today),
      line: isNow ? phaseLine[phase.kind]() : null
    };
  });
}
