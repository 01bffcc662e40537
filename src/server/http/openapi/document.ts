import { apiLimits } from '../apiPace.ts';
import { areas } from './areas.ts';
import { codesOf, refusals } from './refusals.ts';
import type { Content, Operation } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { named } from './named.ts';
import { toSchema, toSchemas, type Schema } from './toSchema.ts';
import { isOpen, whoMay } from './whoMay.ts';

const description = `Everything Groundwork keeps, as JSON. What may be read without an account may be read without a token.

**Tokens.** Make one on your account page (or with \`POST /tokens\` from a session) and send it as \`Authorization: Bearer …\`. It acts as you, with your rights and your name.

**Ids** are random, never ordered. Times are milliseconds since 1970-01-01T00:00Z. Dates are \`YYYY-MM-DD\`. Text is UTF-8, cleaned of control characters; a limit on its length counts characters as people see them.

**Pages.** A list that grows is read with \`after\` and \`limit\`; \`next\` of the answer goes into \`after\` for what follows, and is \`null\` at the end. Lists without these parameters come whole.

**Sending twice.** Where a new thing may carry an \`id\`, draw 128 random bits yourself: after a broken connection send the same again, and it is made once.

**Pace.** An account may send ${apiLimits.account} requests in a minute, all strangers behind one address ${apiLimits.address}; then \`too_many_requests\` says in \`Retry-After\` how many seconds to wait. A body holds at most 256 kB.

**Refusals** are \`application/problem+json\` (RFC 9457) with a stable \`code\`; \`detail\` is a sentence in the language of \`Accept-Language\` (\`zh-TW\` or \`en\`); wrong input lists its \`issues\` by field. New fields may be added to any answer; ignore those you do not know.`;

/** The API as OpenAPI 3.1 describes it, from the schemas its commands check; a test holds it against the routes. */
export function openApiDocument(origin: string): Schema {
  built ??= build();
  return { ...built, servers: [{ url: `${origin}/api/v1` }] };
}

let built: Schema | undefined;

function build(): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const { tag, operations } of areas)
    for (const [key, operation] of Object.entries(operations)) {
      const [method = '', path = ''] = key.split(' ');
      (paths[path] ??= {})[method.toLowerCase()] = describe(tag, method, path, operation);
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Groundwork 打底',
      version: '1',
      summary: 'Where people agree on what a public problem is, before anyone writes code.',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }
    },
    servers: [],
    tags: areas.map(({ tag, about }) => ({ name: tag, description: about })),
    paths,
    components: {
      schemas: toSchemas(named),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Made on the account page.' } }
    }
  };
}

function describe(tag: string, method: string, path: string, operation: Operation): Schema {
  const { id, summary, access, takes, query, pages } = operation;
  const parameters = parametersOf(path, query);
  const said = [operation.description, `Who may: ${whoMay(access)}.`];
  if (pages === 'whole') said.push('The list comes whole.');
  if (pages === 'paged') said.push('Comes in pages: pass `next` as `after`.');
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: said.join('\n\n'),
    'x-access': access,
    security: isOpen(access) ? [{}, { token: [] }] : [{ token: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(takes && { requestBody: { required: true, content: { 'application/json': json(takes) } } }),
    responses: { ...answerOf(operation), ...refusals(codesOf(method, path, operation)) }
  };
}

function answerOf({ gives, otherForms = {}, status }: Operation): Record<string, Schema> {
  if (!gives) return { [status ?? 204]: { description: 'Done.' } };
  const others = Object.entries(otherForms).map(([type, { description, example }]) => [
    type,
    { schema: { type: 'string', description }, example }
  ]);
  return {
    [status ?? 200]: {
      description: status === 201 ? 'Made.' : 'Done.',
      ...(status === 201 && { headers: { Location: location } }),
      content: { 'application/json': json(gives), ...Object.fromEntries(others) }
    }
  };
}

const location = { description: 'Where it is now.', schema: { type: 'string', format: 'uri-reference' } };

const json = ({ schema, example }: Content) => ({ schema: toSchema(schema, named), example });
