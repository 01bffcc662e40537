import { rememberFocus } from './focusPlace.ts';

/** What is typed for a part of the page that has not come yet. */
export type HeldKeys = {
  /** gives the focus back to what had it before */
  giveBack(): void;
  text(): string;
  /** ends it; who holds the keys then says where the focus goes */
  letGo(): void;
};

let holding: HeldKeys | null = null;

/**
 * Holds what is typed until the part of the page it is meant for has come, so that it does not go into the text the
 * part was asked for from. Browser only.
 * @param label what is typed for, to those who hear it
 * @param onkey hears of every key that composes nothing
 */
export function holdKeys(label: string, onkey: (key: string) => void): HeldKeys {
  holding?.letGo();
  const holder = document.createElement('input');
  const held: HeldKeys = {
    giveBack: rememberFocus(),
    text: () => holder.value,
    letGo() {
      holder.remove();
      if (holding === held) holding = null;
    }
  };
  holder.className = 'sr-only';
  holder.ariaLabel = label;
  holder.onkeydown = ({ key, isComposing }) => {
    if (!isComposing) onkey(key);
  };
  document.body.append(holder);
  holder.focus({ preventScroll: true });
  return (holding = held);
}

/** For the part that has come: what was held until now, if anything was. It is not held any longer. */
export function takeHeldKeys(): HeldKeys | null {
  const held = holding;
  held?.letGo();
  return held;
}
