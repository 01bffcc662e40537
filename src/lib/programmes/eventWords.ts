import { m } from '#lib/i18n/paraglide/messages.js';
import type { Json } from '#lib/kernel/index.ts';
import { affiliationSentence } from './affiliationSentence.ts';

/** The sentence for every event type the journal may hold; `eventWords.test.ts` keeps the list complete. */
export const eventWords: Readonly<Record<string, () => string>> = {
  'programme.created': m.programmes_event_programme_created,
  'programme.updated': m.programmes_event_programme_updated,
  'programme.visibility_changed': m.programmes_event_programme_visibility_changed,
  'programme.phases_changed': m.phases_event_changed,
  'invitation.created': m.programmes_event_invitation_created,
  'invitation.revoked': m.programmes_event_invitation_revoked,
  'member.joined': m.programmes_event_member_joined,
  'member.role_changed': m.programmes_event_member_role_changed,
  'member.affiliation_changed': m.joining_event_affiliation_changed,
  'member.proof_given': m.joining_event_proof_given,
  'member.proof_withdrawn': m.joining_event_proof_withdrawn,
  'member.guest_claimed': m.joining_event_guest_claimed,
  'member.removed': m.programmes_event_member_removed,
  'brief.created': m.programmes_event_brief_created,
  'brief.updated': m.programmes_event_brief_updated,
  'brief.stage_changed': m.programmes_event_brief_stage_changed,
  'brief.assigned': m.programmes_event_brief_assigned,
  'version.named': m.versions_event_named,
  'version.restored': m.versions_event_restored,
  'version.sealed': m.versions_event_sealed,
  'version.unsealed': m.versions_event_unsealed,
  'passage.marked': m.passages_event_marked,
  'passage.kind_changed': m.passages_event_kind_changed,
  'passage.removed': m.passages_event_removed,
  'passage.confirmed': m.passages_event_confirmed,
  'passage.suspected': m.passages_event_suspected,
  'passage.orphaned': m.passages_event_orphaned,
  'passage.healed': m.passages_event_healed,
  'passage.reanchored': m.passages_event_reanchored,
  'comment.thread_opened': m.comments_event_thread_opened,
  'comment.written': m.comments_event_written,
  'comment.edited': m.comments_event_edited,
  'comment.removed': m.comments_event_removed,
  'comment.resolved': m.comments_event_resolved,
  'comment.reopened': m.comments_event_reopened,
  'comment.released': m.comments_event_released,
  'comment.refused': m.comments_event_refused,
  'comment.rule_changed': m.comments_event_rule_changed,
  'section.state_changed': m.framing_event_state_changed,
  'section.owner_changed': m.framing_event_owner_changed,
  'brief.intake_answered': m.framing_event_intake_answered,
  'brief.responder_confirmed': m.framing_event_responder_confirmed,
  'account.created': m.programmes_event_account_created,
  'account.guest_created': m.programmes_event_account_guest_created,
  'account.guest_upgraded': m.joining_event_guest_upgraded,
  'account.guest_claimed': m.joining_event_account_claimed,
  'account.suspended': m.programmes_event_account_suspended,
  'account.email_confirmed': m.accounts_event_email_confirmed,
  'account.email_changed': m.accounts_event_email_changed,
  'account.renamed': m.accounts_event_renamed,
  'account.password_changed': m.accounts_event_password_changed,
  'account.reset_link_made': m.accounts_event_reset_link_made,
  'account.password_reset': m.accounts_event_password_reset,
  'account.suspension_lifted': m.accounts_event_suspension_lifted,
  'account.admin_granted': m.accounts_event_admin_granted,
  'account.admin_withdrawn': m.accounts_event_admin_withdrawn,
  'token.created': m.programmes_event_token_created,
  'token.revoked': m.programmes_event_token_revoked,
  'journal.redacted': m.programmes_event_journal_redacted,
  'instance.restored': m.programmes_event_instance_restored,
  'programme.imported': m.programmes_event_programme_imported
};

/**
 * What somebody did, as the rest of a sentence that begins with their name. Never throws on a type it does not know.
 * @param data what the entry holds, from which some sentences say more
 */
export function eventSentence(type: string, data: { readonly [key: string]: Json } = {}): string {
  const said = type === 'member.affiliation_changed' ? affiliationSentence(data) : null;
  if (said !== null) return said;
  return eventWords[type]?.() ?? m.programmes_event_unknown({ type });
}
