import { m } from '#lib/i18n/paraglide/messages.js';
import { dateText } from '#lib/programmes/view.ts';

/**
 * What happens next in a programme, as far as its dates tell.
 * @param today ISO date; dates compare as text
 */
export function nextStep(
  programme: { startsOn: string | null; endsOn: string | null },
  today = new Date().toISOString().slice(0, 10)
): string {
  const { startsOn, endsOn } = programme;
  if (startsOn && startsOn > today) return m.common_home_next_upcoming({ date: dateText(startsOn) });
  if (endsOn && endsOn < today) return m.common_home_next_ended({ date: dateText(endsOn) });
  if (endsOn) return m.common_home_next_running({ date: dateText(endsOn) });
  return m.common_home_next_open();
}
