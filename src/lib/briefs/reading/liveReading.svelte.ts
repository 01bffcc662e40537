import { tick } from 'svelte';
import type { Id } from '#lib/kernel/index.ts';
import { follow } from '#lib/live/view.ts';
import type { SectionText } from '../document.ts';
import { applyFrame, changedSections, type LiveFrame } from './live.ts';
import { keepPlace } from './keepPlace.ts';
import type { HerePerson, Seat } from './seats.ts';

/**
 * A brief's text for somebody who reads along: starts as what the server rendered, follows the event stream, and never
 * moves what is being read. Call `follow` in the browser and the function it returns when the page goes.
 */
export class LiveReading {
  sections = $state.raw<readonly SectionText[]>([]);
  table = $state.raw<readonly Seat[]>([]);
  here = $state.raw<readonly HerePerson[]>([]);
  /**
   * `static` until the stream is there; `ended` when this reader may not read any more, `signedOut` when the page
   * belongs to somebody who has left this browser
   */
  state = $state<'static' | 'live' | 'paused' | 'ended' | 'signedOut'>('static');
  /** sections that changed out of view and have not been looked at since */
  unseen = $state.raw<readonly Id[]>([]);

  #seq: number;
  #root: HTMLElement | null = null;
  #watcher: IntersectionObserver | null = null;

  constructor(start: {
    seq: number;
    sections: readonly SectionText[];
    table: readonly Seat[];
    here: readonly HerePerson[];
  }) {
    this.#seq = start.seq;
    this.sections = start.sections;
    this.table = start.table;
    this.here = start.here;
  }

  /** @param root the element that holds the text @param account whose page it is; null for a stranger's */
  follow(root: HTMLElement, brief: Id, account: Id | null): () => void {
    this.#root = root;
    const watcher = (this.#watcher = new IntersectionObserver((entries) => this.#look(entries)));
    const leave = follow(account, {
      topic: `text:${brief}`,
      cursor: String(this.#seq),
      onNews: (frame) => void this.#take(frame as LiveFrame),
      onState: (state) => (this.state = state),
      onEnded: (code) => (this.state = code === 'not_signed_in' ? 'signedOut' : 'ended')
    });
    return () => {
      leave();
      watcher.disconnect();
    };
  }

  /** Scrolls to the nearest change that has not been looked at. */
  show(): void {
    const [first] = this.unseen;
    if (first) document.getElementById(`s-${first}`)?.scrollIntoView({ block: 'center' });
  }

  async #take(frame: LiveFrame): Promise<void> {
    if (frame.seq < this.#seq) return;
    this.#seq = frame.seq;
    this.table = frame.table;
    this.here = frame.here;
    const next = applyFrame(this.sections, frame);
    const changed = changedSections(this.sections, next);
    if (changed.length === 0 && next.length === this.sections.length) return;
    if (!this.#root) return;
    await keepPlace(this.#root, async () => {
      this.sections = next;
      await tick();
    });
    this.#remember(changed);
  }

  #remember(changed: readonly Id[]) {
    const outOfView = changed.filter((id) => !isInView(document.getElementById(`s-${id}`)));
    this.unseen = [...new Set([...this.unseen, ...outOfView])];
    for (const id of outOfView) {
      const heading = document.getElementById(`s-${id}`);
      if (heading) this.#watcher?.observe(heading);
    }
  }

  #look(entries: readonly IntersectionObserverEntry[]) {
    const seen = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
    for (const target of seen) this.#watcher?.unobserve(target);
    const ids = new Set(seen.map(({ id }) => id.slice(2)));
    if (ids.size > 0) this.unseen = this.unseen.filter((id) => !ids.has(id));
  }
}

/** Whether a section's heading, or the text below it up to the next one, is on the screen. */
function isInView(heading: HTMLElement | null): boolean {
  const section = heading?.closest('section') ?? heading;
  if (!section) return true;
  const { top, bottom } = section.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
