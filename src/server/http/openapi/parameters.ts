import type * as v from 'valibot';
import { assignmentRoles } from '#lib/briefs/index.ts';
import { named } from './named.ts';
import type { Operation } from './operation.ts';
import { ref, toSchema, type Schema } from './toSchema.ts';

const id = ref('Id');

/** What stands in a path, by name. */
const inPath: Readonly<Record<string, { description: string; schema: Schema }>> = {
  account: { description: 'A person’s id.', schema: id },
  brief: { description: 'A brief’s id.', schema: id },
  invitation: { description: 'An invitation’s id (not its secret).', schema: id },
  passage: { description: 'A passage’s id.', schema: id },
  programme: { description: 'A programme’s id.', schema: id },
  role: {
    description: 'What somebody is named as on the brief.',
    schema: { type: 'string', enum: assignmentRoles }
  },
  seq: {
    description: 'A sequence number of the text’s log.',
    schema: { type: 'integer', minimum: 0 }
  },
  session: {
    description: 'A session’s name, as the list of sessions tells it (not the cookie).',
    schema: { type: 'string' }
  },
  token: { description: 'A token’s id (not its secret).', schema: id }
};

/**
 * The parameters of an operation: those its path names, then those of its query.
 * @throws Error for a name in a path that nobody has described
 */
export function parametersOf(path: string, query: Operation['query']): Schema[] {
  const fromPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const known = inPath[name];
    if (!known) throw new Error(`Describe {${name}} in parameters.ts.`);
    return { name, in: 'path', required: true, ...known };
  });
  return [...fromPath, ...(query ? inQuery(query) : [])];
}

function inQuery(query: v.StrictObjectSchema<v.ObjectEntries, undefined>): Schema[] {
  const { properties = {}, required = [] } = toSchema(query, named) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', required: required.includes(name), description, schema }
  }));
}
