import { answer, type Access } from '#server/http/endpoint.ts';
import { openApiDocument } from '#server/http/openapi/document.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async () => ({ json: openApiDocument(event.url.origin) }));
