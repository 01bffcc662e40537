import { actorId, guard, type Actor, type ProofLevel, type Standing } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { givenProof, proofWithdrawal } from './input.ts';
import { presentMember } from './members.server.ts';
import { updateMembership, type StoredMembership } from './membershipStore.server.ts';
import { compareProof, provingDomain } from './proof.ts';
import { actingAs, loadStanding } from './standing.server.ts';

/**
 * Says that somebody is from where they say: a facilitator of the programme vouches, an admin verifies, neither for
 * themselves; `email_domain` is as `proveByEmail`, for oneself alone. `sector` and `organisation`, when given, are what the giver saw: if they have changed since, nothing is given.
 * The same again changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `own_affiliation`, `proof_stands` (a stronger
 * one is there), `conflict` (the affiliation has changed meanwhile)
 */
export const giveProof =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<void> => {
    const { read, write } = deps;
    const { programme, account, level, sector, organisation } = parse(givenProof, input);
    if (level === 'email_domain') return proveByEmail(deps)(actor, { programme, account });
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'programme.read', standing);
    guardLevel(actor, level, standing);
    if (actorId(actor) === account) throw new Problem('own_affiliation');
    await write(async (unit) => {
      const member = await presentMember(unit, programme, account);
      const { affiliation } = member;
      const isOther =
        (sector !== undefined && sector !== affiliation.sector) ||
        (organisation !== undefined && organisation !== affiliation.organisation);
      if (isOther) throw new Problem('conflict');
      await strengthen(unit, member, { level, note: null, by: actorId(actor), actor, standing });
    });
  };

/**
 * Shows the domain of one's own confirmed address beside one's name, as proof of where one belongs.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden` (not a member, or not oneself), `email_unconfirmed`, `email_domain_free`, `proof_stands`
 */
export const proveByEmail =
  ({ read, write, confirmedEmail }: ProgrammesDeps) =>
  async (actor: Actor, { programme, account }: { programme: Id; account?: Id }): Promise<void> => {
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'programme.read', standing);
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    const isOwn = account === undefined || account === actor.person.id;
    if (!standing.membership || !isOwn) throw new Problem('forbidden');
    await write(async (unit) => {
      const email = await confirmedEmail(unit, actor.person.id);
      if (email === null) throw new Problem('email_unconfirmed');
      const domain = provingDomain(email);
      if (domain === null) throw new Problem('email_domain_free');
      const member = await presentMember(unit, programme, actor.person.id);
      await strengthen(unit, member, { level: 'email_domain', note: domain, by: null, actor, standing });
    });
  };

/**
 * Takes a proof back: one's own any time; that of others a facilitator, but `verified` only an admin.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const withdrawProof =
  ({ read, write }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<void> => {
    const { programme, account } = parse(proofWithdrawal, input);
    const standing = await loadStanding(read, actor, programme);
    const isOwn = actorId(actor) === account && standing.membership !== null;
    if (!isOwn) guard(actor, 'member.manage', standing);
    await write(async (unit) => {
      const member = await presentMember(unit, programme, account);
      const level = member.affiliation.proof;
      if (level === 'self_declared') return;
      if (level === 'verified' && !isOwn) guard(actor, 'instance.administer');
      await updateMembership(unit, programme, account, {
        ...{ proof: 'self_declared', proof_note: null, proof_by: null }
      });
      await unit.record({
        ...{ chain: programme, type: 'member.proof_withdrawn', actor: actorId(actor) },
        affiliation: actingAs(standing),
        subject: { kind: 'member', id: account },
        data: { proof: level }
      });
      unit.announce({ kind: 'rights', account, programme });
    });
  };

function guardLevel(actor: Actor, level: 'vouched' | 'verified', standing: Standing): void {
  if (level === 'vouched') guard(actor, 'member.vouch', standing);
  else guard(actor, 'instance.administer');
}

type Proof = {
  level: ProofLevel;
  note: string | null;
  by: Id | null;
  actor: Actor;
  standing: Standing;
};

async function strengthen(unit: Unit, member: StoredMembership, proof: Proof): Promise<void> {
  const { level, note, by, actor, standing } = proof;
  const { programme, account, affiliation } = member;
  if (affiliation.proof === level && member.proofNote === note) return;
  if (compareProof(level, affiliation.proof) < 0) throw new Problem('proof_stands');
  await updateMembership(unit, programme, account, { proof: level, proof_note: note, proof_by: by });
  await unit.record({
    ...{ chain: programme, type: 'member.proof_given', actor: actorId(actor) },
    affiliation: actingAs(standing),
    subject: { kind: 'member', id: account },
    data: { proof: level, before: affiliation.proof, sector: affiliation.sector },
    ...(note !== null && { committed: { domain: note } })
  });
  unit.announce({ kind: 'rights', account, programme });
}
