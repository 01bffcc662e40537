/**
 * Which section is being read: the last whose title has passed the upper third of the window.
 * Call while a component is being set up; ids in reading order.
 */
export function inView(ids: () => readonly string[]): { readonly id: string | null } {
  let current = $state<string | null>(null);
  $effect(() => {
    const order = ids();
    let frame = 0;
    const measure = () => {
      frame = 0;
      const line = window.innerHeight / 3;
      const passed = order.filter((id) => {
        const title = document.getElementById(`s-${id}`);
        return title !== null && title.getBoundingClientRect().top <= line;
      });
      current = passed.at(-1) ?? order[0] ?? null;
    };
    const soon = () => (frame ||= requestAnimationFrame(measure));
    measure();
    window.addEventListener('scroll', soon, { passive: true, capture: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon, { capture: true });
      window.removeEventListener('resize', soon);
    };
  });
  return {
    get id() {
      return current;
    }
  };
}
