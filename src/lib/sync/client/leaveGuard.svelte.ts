/**
 * Asks before the window closes, only while something is unconfirmed. Call while a component is being set up.
 * A listener that stays for good would also keep browsers from going back to this page at once, so it comes and goes.
 */
export function guardLeaving(connection: () => { readonly hasUnconfirmed: boolean }): void {
  $effect(() => {
    if (!connection().hasUnconfirmed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  });
}
