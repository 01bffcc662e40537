import { redirect } from '@sveltejs/kit';
import type { Actor } from '#lib/access/index.ts';

/** A field as text; absent fields and files are the empty string. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** A field as text, or null when it is blank. */
export function textOrNull(form: FormData, name: string): string | null {
  return textOf(form, name).trim() || null;
}

/**
 * The id drawn together with the form, if it holds one: with it, a form that is sent twice makes one thing, with or
 * without JavaScript.
 */
export function idOf(form: FormData): string | undefined {
  return textOf(form, 'id') || undefined;
}

/** The affiliation fields of a form, unchecked: the command checks them. */
export function affiliationOf(form: FormData) {
  return {
    sector: textOf(form, 'sector'),
    organisation: textOrNull(form, 'organisation'),
    capacity: textOrNull(form, 'capacity')
  };
}

/**
 * Sends strangers to sign in and back here.
 * @throws Redirect
 */
export function askToSignIn(actor: Actor, url: URL): void {
  if (actor.kind === 'anonymous') redirect(303, `/sign-in?redirectTo=${encodeURIComponent(url.pathname)}`);
}
