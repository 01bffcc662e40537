/**
 * Every way a request may be refused: one code, its HTTP status, and whether it deserves a log line.
 * The sentence a person reads is the message `problem_<code>` in each language (src/lib/i18n).
 */
export const problems = {
  not_found: { status: 404, severity: 'silent' },
  method_not_allowed: { status: 405, severity: 'silent' },
  not_signed_in: { status: 401, severity: 'silent' },
  forbidden: { status: 403, severity: 'warning' },
  invalid_input: { status: 400, severity: 'silent' },
  invalid_json: { status: 400, severity: 'silent' },
  unsupported_media_type: { status: 415, severity: 'silent' },
  too_large: { status: 413, severity: 'silent' },
  too_many_attempts: { status: 429, severity: 'warning' },
  too_many_streams: { status: 429, severity: 'warning' },
  too_many_requests: { status: 429, severity: 'silent' },
  foreign_origin: { status: 403, severity: 'warning' },
  conflict: { status: 409, severity: 'silent' },
  email_taken: { status: 409, severity: 'silent' },
  wrong_credentials: { status: 401, severity: 'silent' },
  account_suspended: { status: 403, severity: 'silent' },
  setup_link_invalid: { status: 404, severity: 'warning' },
  setup_already_done: { status: 409, severity: 'silent' },
  setup_link_expired: { status: 410, severity: 'silent' },
  reset_link_invalid: { status: 404, severity: 'warning' },
  reset_link_ended: { status: 410, severity: 'silent' },
  confirm_link_invalid: { status: 410, severity: 'silent' },
  mail_off: { status: 409, severity: 'silent' },
  last_admin: { status: 409, severity: 'silent' },
  invitation_invalid: { status: 404, severity: 'silent' },
  invitation_ended: { status: 410, severity: 'silent' },
  invitation_full: { status: 409, severity: 'silent' },
  code_unknown: { status: 404, severity: 'silent' },
  too_many_codes: { status: 429, severity: 'warning' },
  too_many_joining: { status: 429, severity: 'warning' },
  own_affiliation: { status: 403, severity: 'silent' },
  proof_stands: { status: 409, severity: 'silent' },
  email_unconfirmed: { status: 409, severity: 'silent' },
  email_domain_free: { status: 409, severity: 'silent' },
  last_facilitator: { status: 409, severity: 'silent' },
  section_empty: { status: 409, severity: 'silent' },
  comments_full: { status: 409, severity: 'silent' },
  comment_settled: { status: 409, severity: 'silent' },
  document_epoch_ended: { status: 409, severity: 'silent' },
  storage_unavailable: { status: 503, severity: 'error' },
  unexpected: { status: 500, severity: 'error' }
} as const satisfies Record<string, { status: number; severity: 'silent' | 'warning' | 'error' }>;

export type ProblemCode = keyof typeof problems;

/**
 * Which field of a form or JSON body is wrong, and why (`problem_field_<reason>` in each language). With `least` a whole
 * number from there to `limit` was wanted.
 */
export type FieldIssue = { field: string; reason: FieldReason; limit?: number; least?: number };
export type FieldReason =
  | 'required'
  | 'too_long'
  | 'too_short'
  | 'too_weak'
  | 'wrong_password'
  | 'not_email'
  | 'not_date'
  | 'dates_reversed'
  | 'not_allowed'
  | 'not_code'
  | 'too_tangled'
  | 'unknown';

/** An expected refusal. Rules and commands throw it; only hooks, routes, the socket and jobs catch it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly issues: readonly FieldIssue[];
  constructor(code: ProblemCode, issues: readonly FieldIssue[] = [], detail?: string) {
    super(detail ?? code);
    this.name = 'Problem';
    this.code = code;
    this.issues = issues;
  }
  get status(): number {
    return problems[this.code].status;
  }
}
