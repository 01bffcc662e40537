import { areas } from './areas.ts';
import { fieldsOf, type Field } from './fields.ts';
import { named } from './named.ts';
import type { Content, Operation } from './operation.ts';
import { parametersOf } from './parameters.ts';
import { curlOf } from './curl.ts';
import { codesOf } from './refusals.ts';
import { toSchema, toSchemas, type Schema } from './toSchema.ts';
import { isOpen, whoMay } from './whoMay.ts';

/** What goes in or comes out: its fields, and an example as it travels. */
export type ReadableContent = { name: string | null; fields: Field[]; example: string };

/** One operation as people read it. `id` is its anchor. */
export type ReadableOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  whoMay: string;
  isOpen: boolean;
  pages: 'whole' | 'paged' | null;
  parameters: (Field & { place: 'path' | 'query' })[];
  takes: ReadableContent | null;
  status: number;
  gives: ReadableContent | null;
  otherForms: { type: string; description: string; example: string }[];
  problems: readonly string[];
  curl: string;
};

export type ReadableApi = {
  areas: { tag: string; about: string; operations: ReadableOperation[] }[];
  schemas: { name: string; about: string; fields: Field[] }[];
};

/** All of the API as a page tells it, from the same areas as the OpenAPI document. */
export function readableApi(): ReadableApi {
  return (built ??= build());
}

let built: ReadableApi | undefined;

function build(): ReadableApi {
  const definitions = toSchemas(named);
  return {
    areas: areas.map(({ tag, about, operations }) => ({
      tag,
      about,
      operations: Object.entries(operations).map(([key, operation]) => {
        const [method = '', path = ''] = key.split(' ');
        return read(method, path, operation, definitions);
      })
    })),
    schemas: Object.entries(definitions).map(([name, schema]) => ({
      name,
      about: String(schema.description ?? ''),
      fields: fieldsOf(schema, definitions)
    }))
  };
}

function read(
  method: string,
  path: string,
  operation: Operation,
  definitions: Record<string, Schema>
): ReadableOperation {
  const { id, summary, description, access, pages = null, takes, gives, otherForms = {}, query } = operation;
  const told = (content: Content | undefined) => (content ? readContent(content, definitions) : null);
  return {
    ...{ id, method, path, summary, description, pages },
    whoMay: whoMay(access),
    isOpen: isOpen(access),
    parameters: parametersOf(path, query).map((one) => ({
      ...fieldsOf({ properties: { [String(one.name)]: parameterSchema(one) } }, definitions)[0]!,
      isRequired: one.required === true,
      place: one.in as 'path' | 'query'
    })),
    takes: told(takes),
    status: operation.status ?? (gives ? 200 : 204),
    gives: told(gives),
    otherForms: Object.entries(otherForms).map(([type, form]) => ({ type, ...form })),
    problems: codesOf(method, path, operation),
    curl: curlOf(method, path, operation)
  };
}

const parameterSchema = ({ schema, description }: Schema): Schema => ({
  ...(schema as Schema),
  ...(description !== undefined && { description })
});

function readContent({ schema, example }: Content, definitions: Record<string, Schema>): ReadableContent {
  const described = toSchema(schema, named);
  const name = typeof described.$ref === 'string' ? (described.$ref.split('/').at(-1) ?? null) : null;
  return {
    name,
    fields: fieldsOf(name ? definitions[name]! : described, definitions),
    example: JSON.stringify(example, null, 2)
  };
}
