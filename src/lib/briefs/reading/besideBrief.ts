import type { Component } from 'svelte';
import type { Id } from '#lib/kernel/index.ts';
import type { SectionText } from '../blocks.ts';
import type { BriefDetail } from '../brief.ts';
import type { TextRun } from '../textRuns.ts';

/** Words somebody has selected in one section; offsets as in `TextRun`. */
export type SelectedText = { section: Id; from: number; to: number; text: string };

/**
 * An open brief as other rooms see it, whether it is read or written: what it says now, what is selected, and the marks
 * they lay over its text. All of it is reactive.
 */
export type BriefView = {
  readonly brief: BriefDetail;
  /** the address of the brief's page */
  readonly path: string;
  readonly reader: { id: Id; name: string } | null;
  /** the text as it is shown now, also while it is being written */
  readonly sections: readonly SectionText[];
  readonly isWriting: boolean;
  /** the element that holds the text; null before it is on a page */
  readonly root: HTMLElement | null;
  /** every room's runs */
  readonly runs: readonly TextRun[];
  /** the id of the run that is pointed at, in the text or beside it */
  chosen: string | null;
  /** Lays one room's runs over the text, in place of those it laid before under this name. */
  show(layer: string, runs: readonly TextRun[]): void;
  /** The first element on the screen that shows a run, for what stands beside it. */
  elementOf(run: string): HTMLElement | null;
  /** What is selected, when that lies within one section. */
  selected(): Promise<SelectedText | null>;
};

/** What another room shows beside an open brief and over it. */
export type Companion<State = unknown> = {
  id: string;
  /** what it is called, and how much of it there is */
  label: string;
  /** the same as a page of its own, for those without scripts */
  href: string;
  /** fetched when somebody asks for it; for those who write, once they can */
  load(): Promise<CompanionParts<State>>;
};

export type CompanionParts<State = unknown> = {
  /** called while the page's component is set up, once; what it returns goes to both components */
  begin(view: BriefView): State;
  /** beside the text; on a phone in a sheet, which comes and goes */
  Rail: Component<{ view: BriefView; state: State }>;
  /** over the page, as long as it is open */
  Over?: Component<{ view: BriefView; state: State }>;
};
