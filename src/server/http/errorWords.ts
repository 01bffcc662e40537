import { m } from '#lib/i18n/paraglide/messages.js';
import type { ProblemCode } from '#lib/kernel/index.ts';
import { currentVisit } from './visit.ts';

/** The words of an error's page and the way out that it offers. */
export type ErrorWords = {
  title: string;
  text: string;
  way: 'sign_in' | 'again' | 'home' | 'forgot' | 'account';
};

/**
 * What the page of an error says, in the reader's language. The server says it: these sentences are rarely read, and every
 * page would carry them.
 */
export function errorWords(status: number, code: ProblemCode, message: string): ErrorWords {
  return wordsOfCode(code, message) ?? wordsOfStatus(status);
}

function wordsOfCode(code: ProblemCode, message: string): ErrorWords | null {
  const { isSignedIn, hasMail } = currentVisit();
  if (code === 'setup_already_done')
    return { title: message, text: '', way: isSignedIn ? 'home' : 'sign_in' };
  if (code === 'account_suspended') return { title: message, text: '', way: 'home' };
  const ended = { title: m.accounts_link_ended(), text: message };
  if (code === 'setup_link_expired') return { ...ended, way: 'home' };
  if (code.startsWith('reset_link_'))
    return hasMail
      ? { ...ended, way: 'forgot' }
      : { ...ended, text: m.accounts_reset_no_mail(), way: 'home' };
  if (code === 'confirm_link_invalid') return { ...ended, way: 'account' };
  if (code.startsWith('setup_')) return { title: message, text: m.access_setup_invalid_text(), way: 'home' };
  if (code.startsWith('invitation_'))
    return { title: message, text: m.common_error_text_ended(), way: 'home' };
  return null;
}

function wordsOfStatus(status: number): ErrorWords {
  const { isSignedIn, path } = currentVisit();
  if (status === 404)
    return {
      title: m.common_error_title_not_found(),
      text: isSignedIn ? m.common_error_text_not_found_signed_in() : m.common_error_text_not_found(),
      way: isSignedIn ? 'home' : 'sign_in'
    };
  if (status === 401)
    return {
      title: m.common_error_title_not_signed_in(),
      text: m.common_error_text_not_signed_in(),
      way: 'sign_in'
    };
  if (status === 403)
    return {
      title: m.common_error_title_forbidden(),
      text: /^\/p\/(?!new)/.test(path)
        ? m.common_error_text_forbidden()
        : m.common_error_text_forbidden_site(),
      way: 'home'
    };
  if (status === 429)
    return { title: m.common_error_title_busy(), text: m.common_error_text_busy(), way: 'again' };
  if (status === 503)
    return {
      title: m.common_error_title_unavailable(),
      text: m.common_error_text_unavailable(),
      way: 'again'
    };
  if (status < 500)
    return { title: m.common_error_title_refused(), text: m.common_error_text_refused(), way: 'home' };
  return { title: m.common_error_title_unexpected(), text: m.common_error_text_unexpected(), way: 'again' };
}
