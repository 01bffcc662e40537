import { newId, type Language } from '#lib/kernel/index.ts';
import type { Phase } from './phase.ts';
import { plannedPhases } from './phaseTemplate.ts';
import { phaseName } from './phaseWording.ts';
import type { Programme } from './programme.ts';

/** The phases a programme of this kind begins with, named in both languages. `today`: ISO day. */
export function templatePhases(
  programme: Pick<Programme, 'kind' | 'lang' | 'startsOn' | 'endsOn'>,
  today: string
): Phase[] {
  const other: Language = programme.lang === 'en' ? 'zh-Hant' : 'en';
  return plannedPhases(programme.kind, programme, today).map(({ kind, ...dates }) => ({
    ...{ id: newId(), kind },
    ...{ title: phaseName(kind, programme.lang), titleTranslated: phaseName(kind, other) },
    ...dates
  }));
}
