import { operations, type Operation } from './operations.ts';
import { answers, inputs, ref, type Schema } from './schemas.ts';

/** The API as OpenAPI 3.1 describes it; a test holds it against the routes on disk. */
export function openApiDocument(origin: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = key.split(' ');
    (paths[path] ??= {})[method.toLowerCase()] = describe(path, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Groundwork 打底',
      version: '1',
      description: 'JSON only. What may be read without an account may be read without a token.'
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{}, { token: [] }],
    paths,
    components: {
      schemas: { ...answers, ...inputs },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } }
    }
  };
}

function describe(path: string, { summary, takes, gives, status, query = {} }: Operation): Schema {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } }
  }));
  const inQuery = Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema }));
  const well = gives ? { description: 'Done.', content: json(gives) } : { description: 'Done.' };
  return {
    summary,
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(takes && { requestBody: { required: true, content: json(ref(takes)) } }),
    responses: {
      [status ?? (gives ? 200 : 204)]: well,
      default: {
        description: 'Refused.',
        content: { 'application/problem+json': { schema: ref('Problem') } }
      }
    }
  };
}

const json = (schema: Schema) => ({ 'application/json': { schema } });
