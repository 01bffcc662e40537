import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { newId, parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import { findOrigin, insertBrief } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { briefText, emptyBrief } from './document.ts';
import { newBrief } from './input.ts';
import { textSectionKeys } from './template.ts';

/**
 * Begins a brief from the template: its sections, empty, in the brief's language.
 * Sent again with the same `id` by the same person, it answers with what is there and changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (the id is of another brief)
 */
export const createBrief =
  ({ write, clock, programmes, sync }: BriefsDeps) =>
  async (actor: Actor, input: unknown): Promise<{ id: Id }> => {
    const { id: drawn, ...wanted } = parse(newBrief, input);
    const { programme, title, summary, lang, titleTranslated, summaryTranslated } = wanted;
    const standing = await programmes.standing(actor, programme);
    guard(actor, 'brief.create', standing);
    const id = drawn ?? newId();
    const text = newId();
    const at = clock();
    const initial = emptyBrief(textSectionKeys.map((key) => ({ id: newId(), key, lang, of: null })));
    await write(async (unit) => {
      const there = await findOrigin(unit, id);
      if (there?.programme === programme && there.creator === actorId(actor)) return;
      if (there) throw new Problem('conflict');
      await insertBrief(unit, {
        ...{ id, programme_id: programme, title, summary, lang, stage: 'draft', text_document_id: text },
        ...{ title_translated: titleTranslated, summary_translated: summaryTranslated },
        ...{ created_by: actorId(actor), created_at: at, updated_at: at }
      });
      await sync.createDocument(unit, {
        ...{ id: text, kind: briefText.kind, programme, subject: { kind: 'brief', id }, initial }
      });
      await unit.record({
        ...{
          chain: programme,
          type: 'brief.created',
          actor: actorId(actor),
          affiliation: actingAs(standing)
        },
        subject: { kind: 'brief', id },
        data: { lang, text },
        committed: { title, summary }
      });
    });
    return { id };
  };
