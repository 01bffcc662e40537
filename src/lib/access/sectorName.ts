import { m } from '#lib/i18n/paraglide/messages.js';
import type { ProgrammeRole, Visibility } from './actor.ts';
import type { ProofLevel, Sector } from './sector.ts';

type Message = (inputs?: Record<string, never>, options?: { locale?: 'en' | 'zh-tw' }) => string;
const names: Record<Sector, Message> = {
  government: m.access_sector_government,
  civil_society: m.access_sector_civil_society,
  technology: m.access_sector_technology,
  business: m.access_sector_business,
  academia: m.access_sector_academia,
  resident: m.access_sector_resident
};
const proofs: Record<ProofLevel, () => string> = {
  self_declared: m.access_proof_self_declared,
  email_domain: m.access_proof_email_domain,
  vouched: m.access_proof_vouched,
  verified: m.access_proof_verified
};
const proofSentences: Record<ProofLevel, () => string> = {
  self_declared: m.joining_proof_self_declared,
  email_domain: m.joining_proof_email_domain,
  vouched: m.joining_proof_vouched,
  verified: m.joining_proof_verified
};
const roles: Record<ProgrammeRole, () => string> = {
  facilitator: m.access_role_facilitator,
  contributor: m.access_role_contributor,
  commenter: m.access_role_commenter,
  observer: m.access_role_observer
};
const visibilityNames: Record<Visibility, () => string> = {
  public: m.access_visibility_public,
  unlisted: m.access_visibility_unlisted,
  private: m.access_visibility_private
};

/** The sector in the reader's language. */
export const sectorName = (sector: Sector): string => names[sector]();
/** The sector in a language, whoever reads. */
export const sectorNameIn = (sector: Sector, locale: 'en' | 'zh-tw'): string => names[sector]({}, { locale });
/** How well an affiliation is proven, in the reader's words. */
export const proofName = (proof: ProofLevel): string => proofs[proof]();
/** What a level of proof means, in one sentence. */
export const proofSentence = (proof: ProofLevel): string => proofSentences[proof]();
/** The same as `proofName`, naming what it rests on: the domain, or who vouched. */
export function proofWords(proof: ProofLevel, on: { note?: string | null; by?: string | null }): string {
  if (proof === 'email_domain' && on.note) return m.joining_proof_at({ domain: on.note });
  if (proof === 'vouched' && on.by) return m.joining_proof_vouched_by({ name: on.by });
  return proofName(proof);
}
/** The role in a programme, in the reader's words. */
export const roleName = (role: ProgrammeRole): string => roles[role]();
/** Who can see a programme, in the reader's words. */
export const visibilityName = (visibility: Visibility): string => visibilityNames[visibility]();
