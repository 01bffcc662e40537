import type { DecorationAttrs } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import { sectors, type Sector } from '#lib/access/index.ts';

const marks: Record<Sector, string> = {
  government: '■',
  civil_society: '●',
  technology: '▲',
  business: '◆',
  academia: '⬢',
  resident: '○'
};

/** How long a name stays beside a caret after its owner moved (ms). */
const SHOWN = 2500;

/**
 * Another person's caret: a line in the sector's colour, with the sector's shape always beside it and the name while
 * they are active. Colour alone never says who it is.
 */
export function caretOf(awareness: Awareness, user: unknown, client: number, someone: string): HTMLElement {
  const { id, name, sector } = personOf(user);
  const caret = document.createElement('span');
  caret.className = 'caret';
  if (id) caret.dataset.person = id;
  caret.style.setProperty('--who', `var(--sector-${sector}, currentColor)`);
  const label = document.createElement('span');
  label.className = 'caret-label';
  label.setAttribute('aria-hidden', 'true');
  label.append(
    `${marks[sector]} `,
    Object.assign(document.createElement('bdi'), { textContent: name || someone })
  );
  const mark = document.createElement('span');
  mark.className = 'caret-mark';
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = marks[sector];
  // Word joiners keep the line from breaking at somebody else's caret.
  caret.append('\u2060', mark, label, '\u2060');
  showName(caret, awareness, client);
  return caret;
}

/** The tint of another person's selection. */
export function selectionOf(user: unknown): DecorationAttrs {
  const { sector } = personOf(user);
  return { class: 'others-selection', style: `--who: var(--sector-${sector}, currentColor)` };
}

function showName(caret: HTMLElement, awareness: Awareness, client: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    caret.dataset.active = '';
    clearTimeout(timer);
    timer = setTimeout(() => delete caret.dataset.active, SHOWN);
  };
  const onUpdate = ({ updated, removed }: { updated: number[]; removed: number[] }) => {
    if (removed.includes(client) || !caret.isConnected) awareness.off('change', onUpdate);
    else if (updated.includes(client)) show();
  };
  awareness.on('change', onUpdate);
  show();
}

function personOf(user: unknown): { id: string; name: string; sector: Sector } {
  const { id, name, sector } = (typeof user === 'object' && user !== null ? user : {}) as Record<
    string,
    unknown
  >;
  return {
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' && !name.startsWith('User: ') ? name.slice(0, 80) : '',
    sector: sectors.find((known) => known === sector) ?? 'resident'
  };
}
