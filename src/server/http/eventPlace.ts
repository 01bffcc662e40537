import { Problem } from '#lib/kernel/index.ts';

/** Whether a request asks for a live stream instead of a page. */
export function wantsStream(request: Request): boolean {
  return request.method === 'GET' && /\btext\/event-stream\b/i.test(request.headers.get('accept') ?? '');
}

/**
 * After which entry a stream takes up: `Last-Event-ID`, which a client sends when it comes back, wins over `?after=`.
 * @throws Problem `invalid_input` for what is no place, or one that the record has not reached
 */
export function placeAsked(request: Request, query: URLSearchParams, head: number): number {
  const text = request.headers.get('last-event-id') || query.get('after') || '0';
  const place = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  // Whoever has seen more than there is follows another record, or one that was cut: silence would hide that.
  if (!(place <= head)) throw new Problem('invalid_input', [{ field: 'after', reason: 'not_allowed' }]);
  return place;
}
