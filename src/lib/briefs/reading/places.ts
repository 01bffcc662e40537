import { m } from '#lib/i18n/paraglide/messages.js';
import { announce } from '#lib/ui/announcer.svelte.ts';
import { copyText } from '#lib/ui/copyText.ts';
import { highlight, scrollTo } from '#lib/ui/highlight.ts';
import { anchorOf, placeFrom, type Place } from '../place.ts';

/** What shows the text now: plain elements with ids, or an editor that knows where its blocks are. */
export type TextOnScreen = {
  root: HTMLElement;
  editor: { elementAt(block: string): HTMLElement | null; placeHere(): Place | null } | null;
};

const SHOWN_MS = 4000;

/** Goes where a link to a place leads. When the block is gone it goes to its section and says so. */
export function goToPlace(hash: string, { root, editor }: TextOnScreen): void {
  const place = placeFrom(hash);
  if (!place) return;
  const block = editor
    ? editor.elementAt(place.block)
    : root.querySelector<HTMLElement>(`[id^="p-${place.block}."]`);
  if (block) {
    scrollTo(block);
    const range = document.createRange();
    range.selectNodeContents(block);
    highlight('arrived', [range]);
    setTimeout(() => highlight('arrived', []), SHOWN_MS);
    return;
  }
  const section = document.getElementById(`s-${place.section}`);
  if (section) scrollTo(section, 'start');
  announce(m.palette_place_gone());
}

/** Copies a link to the block that is selected, or to the first one on the screen. */
export async function copyPlace({ root, editor }: TextOnScreen): Promise<void> {
  const anchor = editor ? anchorIn(editor.placeHere()) : blockOnScreen(root)?.id;
  if (!anchor) return;
  const link = `${location.origin}${location.pathname}#${anchor}`;
  if (await copyText(link)) announce(m.palette_copied_place());
  else prompt(m.palette_copy_place(), link);
}

const anchorIn = (place: Place | null) => place && anchorOf(place);

function blockOnScreen(root: HTMLElement): HTMLElement | undefined {
  const blocks = [...root.querySelectorAll<HTMLElement>('[id^="p-"]')];
  const selection = getSelection();
  const selected = selection?.isCollapsed ? null : selection?.anchorNode;
  const held = selected && blocks.find((block) => block.contains(selected));
  return held ?? blocks.find((block) => block.getBoundingClientRect().top > innerHeight * 0.1);
}
