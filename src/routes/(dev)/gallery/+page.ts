import { error } from '@sveltejs/kit';
import { problemText } from '#lib/i18n/problemText.ts';

/** The gallery is for those who build: neither the page nor what only it draws is part of a production build. */
export async function load() {
  if (import.meta.env.DEV) return { Gallery: (await import('./_Gallery.svelte')).default };
  error(404, { message: problemText('not_found'), code: 'not_found' });
}
