import { problems, type ProblemCode } from '#lib/kernel/index.ts';
import { problemText } from '#lib/i18n/problemText.ts';
import type { Operation } from './operation.ts';
import { isOpen } from './whoMay.ts';
import { ref, type Schema } from './toSchema.ts';

/**
 * Every code an operation may answer instead of what was asked, in the order of their table: what its access, path,
 * query and body bring about, and what it names itself.
 */
export function codesOf(method: string, path: string, operation: Operation): ProblemCode[] {
  const { access, takes, query, problems: own = [] } = operation;
  const isWrite = method !== 'GET';
  const codes = new Set<ProblemCode>(['not_signed_in', 'too_many_requests', 'unexpected', ...own]);
  if (!isOpen(access)) codes.add('forbidden');
  if (path.includes('{')) codes.add('not_found');
  if (query) codes.add('invalid_input');
  if (isWrite) for (const code of ['foreign_origin', 'storage_unavailable'] as const) codes.add(code);
  if (takes)
    for (const code of ['invalid_input', 'invalid_json', 'unsupported_media_type', 'too_large'] as const)
      codes.add(code);
  return (Object.keys(problems) as ProblemCode[]).filter((code) => codes.has(code));
}

/** The answers of those codes, by status, with one example each. */
export function refusals(codes: readonly ProblemCode[]): Record<string, Schema> {
  const byStatus = Map.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${problemText(code, 'en')}`).join('\n\n'),
        ...(status === '429' && { headers: { 'Retry-After': ref429 } }),
        content: {
          'application/problem+json': {
            schema: { ...ref('Problem'), properties: { code: { enum: same } } },
            example: problemExample(same[0]!)
          }
        }
      }
    ])
  );
}

const ref429 = { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } };

/** How a refusal looks. */
export function problemExample(code: ProblemCode): Schema {
  return {
    type: 'about:blank',
    title: problemText(code, 'en'),
    status: problems[code].status,
    code,
    detail: problemText(code, 'en'),
    ...(code === 'invalid_input' && {
      issues: [{ field: 'title', reason: 'required', detail: 'Please fill this in.' }]
    })
  };
}
