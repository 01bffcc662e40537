const named: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };
const onApple: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };
const elsewhere: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** Whether this browser is on a Mac, iPhone or iPad, whose keys have other names. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** The caps of a combination as they are printed on this person's keyboard, e.g. `['Ctrl', 'K']` for `Mod+K`. */
export function keyCaps(keys: string, apple: boolean): string[] {
  const names = apple ? onApple : elsewhere;
  return keys.split(/\+(?=.)/).map((key) => names[key] ?? named[key] ?? key);
}
