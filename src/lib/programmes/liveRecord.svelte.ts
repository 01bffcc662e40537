import type { Id } from '#lib/kernel/index.ts';
import { follow } from '#lib/live/view.ts';
import type { LiveEvent } from './record.ts';

/**
 * What the record of a programme has gained since a page was made. The page stays as it is; this tells how much is new
 * and the few things that may change in place.
 */
export class LiveRecord {
  #latest = $state(0);
  #shown = $state(0);
  #stages = $state.raw<readonly { seq: number; brief: Id; stage: string }[]>([]);
  /** entries the page does not show yet; places in the record have no gaps */
  readonly count = $derived(Math.max(0, this.#latest - this.#shown));

  /**
   * Browser only. @param shown the last entry the page knows @param account whose page it is; null for a stranger's
   * @returns what to call when the page goes
   */
  follow(programme: Id, account: Id | null, shown: number): () => void {
    this.#stages = [];
    this.#latest = this.#shown = shown;
    return follow(account, {
      topic: `events:${programme}`,
      cursor: String(shown),
      onNews: (events) => this.#take(events as unknown as LiveEvent[]),
      onState() {},
      onEnded() {}
    });
  }

  /** The page was made anew and knows the record up to here. */
  show(shown: number): void {
    this.#shown = shown;
  }

  /** The stage a brief has come to since the page was made, if any. */
  stageOf(brief: Id): string | undefined {
    return this.#stages.findLast((one) => one.brief === brief && one.seq > this.#shown)?.stage;
  }

  #take(events: readonly LiveEvent[]) {
    // Those who share the stream may be further behind: what is known already comes once more for them.
    const news = events.filter(({ seq }) => seq > this.#latest);
    this.#latest = news.at(-1)?.seq ?? this.#latest;
    const stages = news
      .filter(({ type }) => type === 'brief.stage_changed')
      .map(({ seq, subject, data }) => ({ seq, brief: subject.id, stage: String(data.to) }));
    if (stages.length > 0) this.#stages = [...this.#stages, ...stages];
  }
}
