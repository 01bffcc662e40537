import { untrack } from 'svelte';
import { plainText, type BriefView, type SelectedText } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { newId, type Id } from '#lib/kernel/index.ts';
import { follow } from '#lib/live/view.ts';
import { announce } from '#lib/ui/announcer.svelte.ts';
import { applyPassages, type PassagesFrame } from './live.ts';
import type { PassageKind, PassageView } from './passage.ts';
import { passageRuns, placeAmong } from './runs.ts';
import { kindName } from './wording.ts';

/** What is marked in an open brief, live, and how to mark more. Made inside an effect; browser only. */
export class BesidePassages {
  list = $state.raw<readonly PassageView[]>([]);
  /** the list has come */
  isHere = $state(false);
  readonly #view: BriefView;

  constructor(view: BriefView) {
    this.#view = view;
    $effect(() => this.#follow(view.brief.id, view.reader?.id ?? null));
    $effect(() => {
      if (!this.isHere) return;
      const runs = this.#runs();
      untrack(() => view.show('passages', runs));
    });
  }

  /** Whether whoever reads here may mark. */
  get mayMark(): boolean {
    const { membership } = this.#view.brief;
    return this.#view.reader !== null && membership !== null && membership.role !== 'observer';
  }

  /** Whether whoever reads here may say what becomes of a passage. */
  mayChange({ author }: PassageView): boolean {
    return this.#view.brief.may.update || (this.mayMark && author === this.#view.reader?.id);
  }

  /** Marks what is selected. @returns whether that was done */
  async mark({ section, from, to, text }: SelectedText, kind: PassageKind): Promise<boolean> {
    const body = { id: newId(), section, from, to, quote: text, kind };
    const isDone = await this.#ask('POST', `/api/v1/briefs/${this.#view.brief.id}/passages`, body);
    if (isDone) announce(m.passages_marked({ kind: kindName(kind) }));
    return isDone;
  }

  /** Stands by what a passage says now. */
  async confirm({ id, text }: PassageView): Promise<void> {
    await this.#ask('PATCH', `/api/v1/passages/${id}`, { stillRight: text });
  }

  #follow(brief: Id, account: Id | null): () => void {
    return follow(account, {
      topic: `passages:${brief}`,
      cursor: '',
      onNews: (frame) => {
        this.list = applyPassages(this.list, frame as unknown as PassagesFrame);
        this.isHere = true;
      },
      onState() {},
      onEnded() {}
    });
  }

  #runs() {
    // The editor follows the characters by itself; a text that is read may be ahead of what was told.
    if (this.#view.isWriting) {
      const anchors = new Map(this.list.map(({ id, anchor }) => [id, anchor]));
      return passageRuns(this.list).map((run) => ({ ...run, anchor: anchors.get(run.id) ?? undefined }));
    }
    const words = new Map(this.#view.sections.map(({ id, blocks }) => [id, plainText(blocks)]));
    return passageRuns(this.list, (passage) => placeAmong(words.get(passage.section) ?? '', passage));
  }

  async #ask(method: string, path: string, body: unknown): Promise<boolean> {
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
      if (response.ok) return true;
      const told = (await response.json()) as { code?: string; detail?: string };
      announce(
        told.code === 'conflict' ? m.passages_changed_meanwhile() : (told.detail ?? m.passages_not_done())
      );
    } catch {
      announce(m.passages_not_done());
    }
    return false;
  }
}
