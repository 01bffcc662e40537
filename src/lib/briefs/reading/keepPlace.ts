/**
 * Changes what is shown inside `root` without moving what is being read: the first section still in view keeps its
 * distance from the top. Browsers anchor scrolling themselves, but not all of them and not when a tree is replaced.
 */
export async function keepPlace(root: HTMLElement, change: () => void | Promise<void>): Promise<void> {
  const anchor = firstInView(root);
  const before = anchor && document.getElementById(anchor.id)?.getBoundingClientRect().top;
  await change();
  const after = anchor && document.getElementById(anchor.id)?.getBoundingClientRect().top;
  if (before === null || before === undefined || after === null || after === undefined) return;
  // At the very top of the page nothing is being read yet that could move.
  if (Math.abs(after - before) > 1 && window.scrollY > 0) window.scrollBy(0, after - before);
}

/** The heading of the section that the top of the screen shows: the last one that begins above the middle. */
function firstInView(root: HTMLElement): HTMLElement | null {
  const headings = [...root.querySelectorAll<HTMLElement>('[id^="s-"]')];
  const visible = headings.find((heading) => {
    const { top, bottom } = heading.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
  return visible ?? headings.findLast((heading) => heading.getBoundingClientRect().top <= 0) ?? null;
}

/**
 * Acts once the editor shows the element with this id; it draws its document some moments after it was made.
 * Gives up after five seconds.
 * @returns a function that stops waiting
 */
export function whenDrawn(root: HTMLElement, id: string, act: () => void): () => void {
  const until = performance.now() + 5000;
  let frame = requestAnimationFrame(look);
  function look() {
    if (root.querySelector(`[contenteditable='true'] #${CSS.escape(id)}`)) act();
    else if (performance.now() < until) frame = requestAnimationFrame(look);
  }
  return () => cancelAnimationFrame(frame);
}
