import type { BriefDetail } from '../brief.ts';
import type { SectionText } from '../blocks.ts';
import type { TextRun } from '../textRuns.ts';
import type { BriefView, SelectedText } from './besideBrief.ts';

/** What an open brief is made of now; the page that shows it answers. */
export type BriefSource = {
  readonly brief: BriefDetail;
  /** the address of the brief's page */
  readonly path: string;
  readonly reader: BriefView['reader'];
  readonly sections: readonly SectionText[];
  readonly isWriting: boolean;
  readonly root: HTMLElement | undefined;
  /** what is selected in the editor; null while there is none */
  selectedInEditor(): SelectedText | null;
};

/** The view of a brief that one page shows. Browser and server. */
export class OpenBrief implements BriefView {
  #source: BriefSource;
  #layers = $state.raw<Readonly<Record<string, readonly TextRun[]>>>({});
  chosen = $state<string | null>(null);

  /** @param runs those the server knows of, by layer */
  constructor(source: BriefSource, runs: Readonly<Record<string, readonly TextRun[]>> = {}) {
    this.#source = source;
    this.#layers = runs;
  }

  get brief(): BriefDetail {
    return this.#source.brief;
  }
  get path(): string {
    return this.#source.path;
  }
  get reader(): BriefView['reader'] {
    return this.#source.reader;
  }
  get sections(): readonly SectionText[] {
    return this.#source.sections;
  }
  get isWriting(): boolean {
    return this.#source.isWriting;
  }
  get root(): HTMLElement | null {
    return this.#source.root ?? null;
  }
  readonly runs: readonly TextRun[] = $derived(Object.values(this.#layers).flat());

  show(layer: string, runs: readonly TextRun[]): void {
    this.#layers = { ...this.#layers, [layer]: runs };
  }

  elementOf(run: string): HTMLElement | null {
    return this.root?.querySelector(`[data-runs~="${CSS.escape(run)}"]`) ?? null;
  }

  async selected(): Promise<SelectedText | null> {
    const { isWriting, root } = this.#source;
    if (isWriting) return this.#source.selectedInEditor();
    return root ? (await import('./selectedText.ts')).selectedText(root) : null;
  }
}
