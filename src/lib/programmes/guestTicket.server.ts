import { createHash } from 'node:crypto';
import type { Id } from '#lib/kernel/index.ts';

/** How long a form sent again still means the same guest: long enough for a venue's network to try twice. */
export const TICKET_LASTS = 10 * 60 * 1000;

/**
 * The account id that belongs to one filled-in form. Ids are public, so the ticket must not follow from the id; and
 * another name on the same form is another person, as when a phone is handed on with the page still open.
 */
export function idFromTicket(ticket: string, filledIn: readonly (string | null)[]): Id {
  return createHash('sha256')
    .update(JSON.stringify(['guest', ticket, ...filledIn]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}
