import { redirect } from '@sveltejs/kit';
import { cookieName, isLocale } from '#lib/i18n/paraglide/runtime.js';
import { safePath } from '#server/http/safePath.ts';
import type { RequestHandler } from './$types';

const YEAR = 365 * 24 * 60 * 60;

/** Remembers the language somebody chose and brings them back to the same page; works without JavaScript. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const locale = form.get('locale');
  if (isLocale(locale)) {
    // Paraglide reads it in the browser as well, so it is not httpOnly; a venue's plain http must keep it.
    cookies.set(cookieName, locale, {
      path: '/',
      maxAge: YEAR,
      sameSite: 'lax',
      httpOnly: false,
      secure: url.protocol === 'https:'
    });
  }
  redirect(303, safePath(form.get('to')));
};
