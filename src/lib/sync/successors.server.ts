import type { Id, Rows } from '#lib/kernel/index.ts';
import type { Carried } from './carry.server.ts';
import { listCarried } from './carryStore.server.ts';

/** The characters that repeat one, as changes of structure wrote them again; named by Yjs client and clock. */
export type Successors = (client: number, clock: number) => readonly { client: number; clock: number }[];

/** Reads what became of characters that changes of structure wrote again, in one epoch. */
export async function readSuccessors(rows: Rows, ref: { id: Id; epoch: number }): Promise<Successors> {
  return successorsIn(await listCarried(rows, ref));
}

/** @param carried all of one epoch */
export function successorsIn(carried: readonly Carried[]): Successors {
  const from = new Map<number, Carried[]>();
  for (const one of carried) {
    const list = from.get(one.fromClient);
    if (list) list.push(one);
    else from.set(one.fromClient, [one]);
  }
  return (client, clock) =>
    (from.get(client) ?? []).flatMap((one) =>
      clock >= one.fromClock && clock < one.fromClock + one.length
        ? [{ client: one.client, clock: one.clock + clock - one.fromClock }]
        : []
    );
}
