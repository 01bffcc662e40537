import { error } from '@sveltejs/kit';
import { dev } from '$app/environment';
import { problemText } from '#lib/i18n/problemText.ts';

/** The gallery is for those who build: it does not exist in production. */
export function load() {
  if (!dev) error(404, { message: problemText('not_found'), code: 'not_found' });
}
