import type { Id } from '#lib/kernel/index.ts';
import { fetchPart } from '#lib/ui/fetchPart.ts';
import type { BriefView, Companion, CompanionParts } from './besideBrief.ts';

/** A companion that has come, with what its two components share. */
export type Arrived = CompanionParts & { id: Id; state: unknown };

/** The companions of one open brief that have been fetched. Call `end` when the page goes. Browser only. */
export class Arrivals {
  list = $state.raw<readonly Arrived[]>([]);
  readonly #view: BriefView;
  readonly #ends: (() => void)[] = [];

  constructor(view: BriefView) {
    this.#view = view;
  }

  /** Fetches one, unless it is here. */
  async ask(companion: Companion): Promise<void> {
    const parts = await fetchPart(companion.load());
    if (!parts || this.list.some(({ id }) => id === companion.id)) return;
    let state: unknown;
    this.#ends.push($effect.root(() => void (state = parts.begin(this.#view))));
    this.list = [...this.list, { ...parts, id: companion.id, state }];
  }

  end(): void {
    for (const end of this.#ends) end();
  }
}
