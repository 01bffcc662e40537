import type { Handle } from '@sveltejs/kit';

/** Stands in for Kit's own, which asks for the store of a request that only Kit makes. */
export function sequence(...handles: Handle[]): Handle {
  return ({ event, resolve }) =>
    handles.reduceRight<(event: Parameters<Handle>[0]['event']) => Promise<Response>>(
      (next, handle) => async (asked) => handle({ event: asked, resolve: next }),
      async (asked) => resolve(asked)
    )(event);
}
