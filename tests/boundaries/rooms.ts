/**
 * Who may visit whom: the one table that ESLint (eslint.config.js), dependency-cruiser (.dependency-cruiser.js) and
 * `npm run boundaries` read. A new room is one line here.
 */
type Place = {
  kind: 'kernel' | 'look' | 'service' | 'room';
  /** the other places in src/lib it may import, besides itself and the kernel */
  visits: readonly string[];
};

// Words and look belong to every screen; they are listed apart from the services, which never see one another.
const look = ['i18n', 'ui'];
const services = ['access', 'journal', 'live', 'search', 'sync'];

export const places: Readonly<Record<string, Place>> = {
  kernel: { kind: 'kernel', visits: [] },
  i18n: { kind: 'look', visits: [] },
  ui: { kind: 'look', visits: ['i18n'] },
  access: { kind: 'service', visits: look },
  journal: { kind: 'service', visits: look },
  live: { kind: 'service', visits: look },
  search: { kind: 'service', visits: look },
  sync: { kind: 'service', visits: look },
  // Mail is caused by accounts today; a room that needs it gets it handed in by the wiring.
  mail: { kind: 'service', visits: look },
  programmes: { kind: 'room', visits: [...services, ...look] },
  briefs: { kind: 'room', visits: [...services, ...look, 'programmes'] },
  passages: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] },
  versions: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] },
  voices: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] },
  finding: { kind: 'room', visits: [...services, ...look, 'programmes'] },
  framing: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] },
  comments: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] },
  export: { kind: 'room', visits: [...services, ...look, 'programmes', 'briefs'] }
};

/** The files through which others enter a place. */
export const doors = ['index.ts', 'view.ts', 'index.server.ts'] as const;

/** Places without doors: every file of them is meant for others. */
export const openPlaces = ['kernel', 'i18n', 'ui'] as const;

/** Names of the places of some kinds, in reading order. */
export function placesOf(...kinds: Place['kind'][]): string[] {
  return Object.keys(places).filter((name) => kinds.includes(places[name]!.kind));
}

/** The places a place may not import, in reading order. */
export function forbiddenFor(name: string): string[] {
  const allowed = new Set([name, ...(name === 'kernel' ? [] : ['kernel']), ...places[name]!.visits]);
  return Object.keys(places).filter((other) => !allowed.has(other));
}

/** Why a direction is closed and where the code should go instead; both tools print it. */
export function insteadOf(name: string): string {
  const kind = places[name]!.kind;
  if (kind === 'kernel') return 'The kernel imports nothing of ours. Move what needs a room into that room.';
  if (kind === 'look') return `${name} knows no domain. Pass words and data in as props or parameters.`;
  if (kind === 'service') {
    return `The service ${name} knows no room and no other service. Take what it needs as a parameter; src/server/wiring.ts hands it in.`;
  }
  const may = places[name]!.visits.join(', ');
  return `${name} may visit: kernel, ${may}. Hand the rest in through src/server/wiring.ts, or move the code.`;
}

export const enterByTheDoor =
  'Enter a room by its doors only: index.ts (anywhere), view.ts (browser), index.server.ts (server). Export what you need there.';
