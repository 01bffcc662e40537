import { answer, type Access } from '#server/http/endpoint.ts';
import { parse } from '#lib/kernel/index.ts';
import { passagesInput } from '#lib/passages/index.server.ts';
import type { RequestHandler } from './$types';

// Whoever marked it may change it, too: the room knows.
export const _access = {
  GET: 'brief.read',
  PATCH: 'passage.create',
  DELETE: 'passage.create'
} as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: await engine.passages.getPassage(actor, event.params.passage)
  }));

/** Says that it is something else; with `stillRight`, stands by what it says now. */
export const PATCH: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { passage } = event.params;
    const { kind, stillRight } = parse(passagesInput.passageEdit, await body());
    if (kind !== undefined) await engine.passages.changePassageKind(actor, passage, { kind });
    if (stillRight !== undefined) await engine.passages.confirmPassage(actor, passage, { text: stillRight });
    return { json: await engine.passages.getPassage(actor, passage) };
  });

/** Takes it away from beside the text; it stays readable here. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    await engine.passages.removePassage(actor, event.params.passage);
    return {};
  });
