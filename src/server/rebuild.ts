import { rebuildSnapshots } from '#lib/sync/index.server.ts';
import { systemClock } from '#lib/kernel/index.ts';
import { documentKinds } from './documentKinds.ts';
import type { Engine } from './wiring.ts';

/** What came of one kind of derived data. `broken` names what cannot be computed from what is stored. */
export type Rebuilt = { looked: number; renewed: number; broken: readonly string[] };

/**
 * Everything that is computed from something else and kept, by name: a read model that joins is one line here. Each must be
 * safe to run twice, and beside a running server.
 */
export const derived: Readonly<Record<string, (engine: Engine) => Promise<Rebuilt>>> = {
  async documents({ read, write }) {
    const found = await rebuildSnapshots({ read, write, clock: systemClock, kinds: documentKinds });
    return { looked: found.documents, renewed: found.renewed, broken: found.unreadable };
  },
  async search({ search }) {
    return { ...(await search.catchUp({ all: true })), broken: [] };
  }
};
