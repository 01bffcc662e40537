import { Problem } from '#lib/kernel/index.ts';

/** Largest JSON body in bytes; text goes through documents and imports, not through commands. */
export const JSON_LIMIT = 256 * 1024;

/**
 * Reads a request's body as a JSON object.
 * @throws Problem `unsupported_media_type`, `too_large`, `invalid_json`, `invalid_input` (JSON, but not an object)
 */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem('unsupported_media_type');
  const value = parseJson(await readText(request));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('invalid_input', [{ field: '', reason: 'not_allowed' }]);
  }
  return value as Record<string, unknown>;
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > JSON_LIMIT) throw new Problem('too_large');
  if (!request.body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    parts.push(value);
    if (size <= JSON_LIMIT) continue;
    // What is left is for `discardBody`.
    reader.releaseLock();
    throw new Problem('too_large');
  }
  return decode(Buffer.concat(parts));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('invalid_json');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid_json');
  }
}
