import type { FieldIssue, FieldReason, ProblemCode } from '#lib/kernel/index.ts';
import { m } from './paraglide/messages.js';
import type { Locale } from './paraglide/runtime.js';

type Told = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;

const sentences = {
  not_found: m.problem_not_found,
  method_not_allowed: m.problem_method_not_allowed,
  not_signed_in: m.problem_not_signed_in,
  forbidden: m.problem_forbidden,
  invalid_input: m.problem_invalid_input,
  invalid_json: m.problem_invalid_json,
  unsupported_media_type: m.problem_unsupported_media_type,
  too_large: m.problem_too_large,
  too_many_attempts: m.problem_too_many_attempts,
  too_many_streams: m.problem_too_many_streams,
  too_many_requests: m.problem_too_many_requests,
  foreign_origin: m.problem_foreign_origin,
  conflict: m.problem_conflict,
  email_taken: m.problem_email_taken,
  wrong_credentials: m.problem_wrong_credentials,
  account_suspended: m.problem_account_suspended,
  setup_link_invalid: m.problem_setup_link_invalid,
  setup_already_done: m.problem_setup_already_done,
  setup_link_expired: m.problem_setup_link_expired,
  reset_link_invalid: m.problem_reset_link_invalid,
  reset_link_ended: m.problem_reset_link_ended,
  confirm_link_invalid: m.problem_confirm_link_invalid,
  mail_off: m.problem_mail_off,
  last_admin: m.problem_last_admin,
  invitation_invalid: m.problem_invitation_invalid,
  invitation_ended: m.problem_invitation_ended,
  invitation_full: m.problem_invitation_full,
  code_unknown: m.problem_code_unknown,
  too_many_codes: m.problem_too_many_codes,
  too_many_joining: m.problem_too_many_joining,
  own_affiliation: m.problem_own_affiliation,
  proof_stands: m.problem_proof_stands,
  email_unconfirmed: m.problem_email_unconfirmed,
  email_domain_free: m.problem_email_domain_free,
  last_facilitator: m.problem_last_facilitator,
  section_empty: m.problem_section_empty,
  comments_full: m.problem_comments_full,
  comment_settled: m.problem_comment_settled,
  document_epoch_ended: m.problem_document_epoch_ended,
  storage_unavailable: m.problem_storage_unavailable,
  unexpected: m.problem_unexpected
} satisfies Record<ProblemCode, Told>;

const reasons = {
  required: m.problem_field_required,
  too_long: m.problem_field_too_long,
  too_short: m.problem_field_too_short,
  too_weak: m.problem_field_too_weak,
  wrong_password: m.problem_field_wrong_password,
  not_email: m.problem_field_not_email,
  not_date: m.problem_field_not_date,
  dates_reversed: m.problem_field_dates_reversed,
  not_allowed: m.problem_field_not_allowed,
  not_code: m.problem_field_not_code,
  too_tangled: m.problem_field_too_tangled,
  unknown: m.problem_field_unknown
} satisfies Record<FieldReason, Told>;

/** The one sentence a person reads for a refusal, in the given language or that of the request. */
export function problemText(code: ProblemCode, locale?: Locale): string {
  return sentences[code]({}, { locale });
}

/** What is wrong with one field of a form, and what would be right. */
export function issueText({ field, reason, limit, least }: FieldIssue, locale?: Locale): string {
  if (limit !== undefined && least !== undefined)
    return m.problem_field_whole_number({ least, limit }, { locale });
  if (field === 'consent' && reason === 'required') return m.problem_field_consent({}, { locale });
  if (limit !== undefined && reason === 'too_long')
    return m.problem_field_too_long_limit({ limit }, { locale });
  if (limit !== undefined && reason === 'too_short')
    return m.problem_field_too_short_limit({ limit }, { locale });
  return reasons[reason]({}, { locale });
}
