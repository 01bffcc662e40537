/** What can be said of a section; that it is empty the text says itself. */
export const saidStates = ['drafting', 'contested', 'agreed'] as const;
export type SaidState = (typeof saidStates)[number];
export type SectionState = 'empty' | SaidState;

/** What a section is shown as. Words that were contested or agreed and then taken out are no more than empty. */
export function shownState(said: SaidState, isBlank: boolean): SectionState {
  return isBlank ? 'empty' : said;
}

/** What somebody may do about where a section stands. */
export type Mover = {
  /** may write in the brief */
  writes: boolean;
  /** may contest: everybody who takes part, also those who only comment */
  contests: boolean;
  /** keeps the brief: facilitator or steward */
  keeps: boolean;
  /** said what the section stands at now */
  isWhoSaid: boolean;
};

/**
 * Whether somebody may say this of a section. Anybody who takes part may contest, also what was agreed; but a contest ends only
 * by whoever raised it or by those who keep the brief, and nobody else agrees or reopens what is agreed.
 */
export function mayMove(from: SaidState, to: SaidState, mover: Mover): boolean {
  if (to === 'contested') return mover.contests;
  if (to === 'agreed') return mover.keeps;
  if (from === 'contested') return mover.keeps || mover.isWhoSaid;
  return from === 'agreed' ? mover.keeps : mover.writes;
}
