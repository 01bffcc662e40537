import './marks.css';
import type { Companion } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

/** What is marked in a brief, to stand beside it; fetched when somebody wants it. */
export function passagesCompanion(path: string, count: number): Companion {
  return {
    id: 'passages',
    label: m.passages_beside({ count: String(count) }),
    href: `${path}/passages`,
    load: () => import('./beside.ts') as ReturnType<Companion['load']>
  };
}
