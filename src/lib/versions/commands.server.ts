import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { textHash } from '#lib/briefs/index.server.ts';
import { newId, parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { VersionsDeps } from './deps.server.ts';
import { newVersion, unsealing } from './input.ts';
import { findVersion, insertVersion, putSeal, type StoredVersion } from './versionStore.server.ts';

/**
 * Gives today's text a name and keeps it whole: what it said can be read even when nobody remembers how it came about.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const nameVersion =
  (deps: VersionsDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<{ id: Id }> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'version.name', standing);
    if (actor.kind !== 'person' || !standing.membership) throw new Problem('not_signed_in');
    const { name, note } = parse(newVersion, input);
    const document = await deps.briefs.documentOf(brief);
    const { seq, sections } = await deps.briefs.text(brief);
    const epoch = (await deps.activity.heads([document])).get(document)?.epoch ?? 1;
    const version: StoredVersion = {
      ...{ id: newId(), programme: standing.programme.id, brief, seq, name, note },
      ...{ author: actor.person.id, affiliation: standing.membership.affiliation, at: deps.clock() },
      ...{ hash: textHash(sections), sealedAt: null, sealedBy: null }
    };
    await deps.write(async (unit) => {
      await insertVersion(unit, version, { document, epoch, sections });
      await unit.record({
        ...{ chain: version.programme, type: 'version.named', actor: version.author },
        ...{ affiliation: actingAs(standing), subject: { kind: 'brief', id: brief } },
        data: { version: version.id, seq, hash: version.hash },
        committed: { name, ...(note !== null && { note }) }
      });
    });
    return { id: version.id };
  };

/**
 * Seals a version: this text is final. Sealing it again changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const sealVersion =
  (deps: VersionsDeps) =>
  async (actor: Actor, id: Id): Promise<void> =>
    changeSeal(deps, actor, id, null);

/**
 * Takes the seal off again, for a reason that is recorded.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const unsealVersion =
  (deps: VersionsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> =>
    changeSeal(deps, actor, id, input);

async function changeSeal(deps: VersionsDeps, actor: Actor, id: Id, opening: unknown): Promise<void> {
  const known = await findVersion(deps.read, id);
  if (!known) throw new Problem('not_found');
  const standing = await deps.briefs.standing(actor, known.brief);
  guard(actor, 'version.seal', standing);
  if (actor.kind !== 'person') throw new Problem('not_signed_in');
  const reason = opening === null ? null : parse(unsealing, opening).reason;
  await deps.write(async (unit) => {
    const now = await findVersion(unit, id);
    if (!now) throw new Problem('not_found');
    if ((now.sealedAt !== null) === (reason === null)) return;
    await putSeal(unit, id, reason === null ? { at: deps.clock(), by: actor.person.id } : null);
    await unit.record({
      ...{ chain: known.programme, type: reason === null ? 'version.sealed' : 'version.unsealed' },
      ...{
        actor: actorId(actor),
        affiliation: actingAs(standing),
        subject: { kind: 'brief', id: known.brief }
      },
      data: { version: id, seq: known.seq, hash: known.hash },
      ...(reason !== null && { committed: { reason } })
    });
  });
}
