import type { Id } from '#lib/kernel/index.ts';
import type { Said } from './said.ts';

export type Election = {
  hear(said: Said): void;
  /** The leader does not answer any more: takes its place. */
  replace(): void;
  /** Leads no longer and does not want to. */
  leave(): void;
};

type Candidate = {
  name: string;
  tab: Id;
  say(said: Said): void;
  onLead(): void;
  /** another tab has taken over */
  onLose(): void;
};

/** One leader among tabs by the browser's own locks: the next in line takes over when a tab goes, however it goes. */
export function electByLock({ name, onLead, onLose }: Candidate): Election {
  let letGo: (() => void) | null = null;
  let waiting = new AbortController();
  let hasLeft = false;

  function stand(options: LockOptions) {
    let mine: (() => void) | null = null;
    navigator.locks
      .request(name, options, () => {
        // Granted in the moment of leaving: whoever is next in line must not wait for a tab that is gone.
        if (hasLeft) return;
        onLead();
        return new Promise<void>((release) => (letGo = mine = release));
      })
      .catch(() => {
        // No longer waited for; or taken from us by a tab that heard nothing, and then we stand in line again.
        if (!mine || letGo !== mine) return;
        letGo = null;
        onLose();
        stand({ signal: waiting.signal });
      });
  }
  stand({ signal: waiting.signal });

  return {
    hear() {},
    replace() {
      waiting.abort();
      waiting = new AbortController();
      stand({ steal: true });
    },
    leave() {
      hasLeft = true;
      waiting.abort();
      letGo?.();
      letGo = null;
    }
  };
}

/** Long enough for a busy tab to answer, short enough that nobody waits for news. */
const ANSWER = 250;
const OBJECTION = 150;

/**
 * The same without locks, which plain http on a venue's network does not have: a tab asks whether somebody leads, then
 * says that it would; the lowest id wins where two say so at once.
 */
export function electByWord({ tab, say, onLead, onLose }: Candidate): Election {
  let part: 'follows' | 'claims' | 'leads' = 'follows';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stand(wait: number) {
    clearTimeout(timer);
    part = 'follows';
    // Whoever can be seen first: hidden tabs are slow, and asleep soon.
    timer = setTimeout(claim, wait + Math.random() * ANSWER + (document.hidden ? ANSWER : 0));
  }

  function claim() {
    part = 'claims';
    say({ kind: 'claim', tab });
    timer = setTimeout(() => {
      part = 'leads';
      onLead();
    }, OBJECTION);
  }

  function follow() {
    clearTimeout(timer);
    const led = part === 'leads';
    part = 'follows';
    if (led) onLose();
  }

  stand(ANSWER);
  return {
    hear({ kind, tab: other }) {
      const isLower = other < tab;
      if (kind === 'gone') stand(0);
      else if (kind === 'claim' && part === 'claims') {
        // Whoever claims after us has not heard our claim.
        if (isLower) follow();
        else say({ kind: 'claim', tab });
      } else if (kind === 'lead') {
        if (part !== 'leads' || isLower) follow();
        else say({ kind: 'lead', tab, isNew: true, state: null });
      }
    },
    replace: () => stand(0),
    leave() {
      clearTimeout(timer);
      part = 'follows';
    }
  };
}
