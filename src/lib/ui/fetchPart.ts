import { m } from '#lib/i18n/paraglide/messages.js';
import { announce } from './announcer.svelte.ts';

/**
 * Waits for a part of the page that is fetched when it is first wanted. Browser only.
 * @returns nothing when it does not come, off line or since the site has another version, and has then said so; asking
 * again may bring it
 */
export function fetchPart<T>(part: Promise<T>): Promise<T | undefined> {
  return part.catch(() => {
    announce(m.common_part_failed());
    return undefined;
  });
}
