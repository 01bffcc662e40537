import { m } from '#lib/i18n/paraglide/messages.js';
import type { AccountMail, MailLanguage } from './accountMail.ts';

type Written = Parameters<AccountMail['post']>[1];
type Recipient = { name: string; email: string; lang: MailLanguage };

const HOURS = 3_600_000;
/** How long the links in mail work, in milliseconds. */
export const linkLifetimes = { reset: HOURS, confirm: 72 * HOURS, handedOver: 24 * HOURS } as const;

/** The link with which somebody chooses a new password. */
export function resetLetter({ name, email, lang }: Recipient, url: string, usefulUntil: number): Written {
  const locale = { locale: lang };
  return {
    to: email,
    subject: m.mail_reset_subject({}, locale),
    text: text(lang, name, [
      m.mail_reset_text({}, locale),
      url,
      m.mail_reset_until({}, locale),
      m.mail_reset_not_you({}, locale)
    ]),
    usefulUntil
  };
}

/** The link that proves an address, to that address. */
export function confirmLetter({ name, email, lang }: Recipient, url: string, usefulUntil: number): Written {
  const locale = { locale: lang };
  return {
    to: email,
    subject: m.mail_confirm_subject({}, locale),
    text: text(lang, name, [
      m.mail_confirm_text({ email }, locale),
      url,
      m.mail_confirm_until({}, locale),
      m.mail_confirm_not_you({}, locale)
    ]),
    usefulUntil
  };
}

/** Tells the owner that the password is another one now. */
export function passwordChangedLetter({ name, email, lang }: Recipient, origin: string): Written {
  const locale = { locale: lang };
  return {
    to: email,
    subject: m.mail_password_changed_subject({}, locale),
    text: text(lang, name, [
      m.mail_password_changed_text({}, locale),
      m.mail_password_changed_tokens({}, locale),
      `${origin}/account`,
      m.mail_password_changed_not_you({}, locale),
      `${origin}/forgot-password`
    ])
  };
}

/** Tells the old address that the account has another one now. */
export function emailChangedLetter({ name, email, lang }: Recipient): Written {
  const locale = { locale: lang };
  return {
    to: email,
    subject: m.mail_email_changed_subject({}, locale),
    text: text(lang, name, [m.mail_email_changed_text({}, locale), m.mail_email_changed_not_you({}, locale)])
  };
}

function text(locale: MailLanguage, name: string, paragraphs: string[]): string {
  const all = [m.mail_greeting({ name }, { locale }), ...paragraphs, m.mail_signature({}, { locale })];
  return `${all.join('\n\n')}\n`;
}
