/** What can be marked in a text without touching it; the colours are in app.css, `::highlight(…)`. */
type Marked = 'found' | 'found-now' | 'arrived';

/** Marks ranges, in place of what was marked so before. Browsers that cannot leave it out. */
export function highlight(name: Marked, ranges: readonly Range[]): void {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** Scrolls there, gliding unless somebody does not want things to move. */
export function scrollTo(target: Element | Range, block: ScrollLogicalPosition = 'center'): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
  const element = target instanceof Range ? target.startContainer.parentElement : target;
  element?.scrollIntoView({ block, behavior });
}
