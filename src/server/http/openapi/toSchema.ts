import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema';
import type { AnySchema } from './operation.ts';

/** JSON Schema as OpenAPI 3.1 uses it. */
export type Schema = { readonly [keyword: string]: unknown };

type Definitions = Readonly<Record<string, AnySchema>>;

/** A reference to one of the document's named schemas. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/**
 * What a valibot schema takes, as JSON Schema; named schemas become references.
 * @throws Error when a schema holds something JSON Schema cannot say and whose metadata does not say it either
 */
export function toSchema(schema: AnySchema, definitions: Definitions): Schema {
  const { $schema: _, $defs: __, ...converted } = toJsonSchema(schema, { ...config, definitions });
  return converted as Schema;
}

/** All named schemas of the document. */
export function toSchemas(definitions: Definitions): Record<string, Schema> {
  return toJsonSchemaDefs(definitions, config) as Record<string, Schema>;
}

const config: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  // JSON Schema has no words for one field that depends on another.
  ignoreActions: ['partial_check'],
  overrideRef: ({ referenceId }) => ref(referenceId).$ref as string,
  overrideSchema({ valibotSchema, jsonSchema }) {
    if (valibotSchema.type === 'nullable') return orNull(jsonSchema as Schema);
    // Left out of a change means "as it is", not what leaving it out of something new means.
    if (valibotSchema.type === 'optional' && !hasDefault(valibotSchema)) {
      const { default: _, ...rest } = jsonSchema;
      return rest;
    }
    return undefined;
  }
};

const hasDefault = (schema: object) => 'default' in schema && schema.default !== undefined;

/** `["string", "null"]` reads better than two alternatives. */
function orNull(schema: Schema): Schema {
  const [inner] = schema.anyOf as [Schema];
  if (typeof inner.type !== 'string') return schema;
  const { anyOf: _, ...rest } = schema;
  return {
    ...inner,
    ...rest,
    type: [inner.type, 'null'],
    ...(Array.isArray(inner.enum) && { enum: [...(inner.enum as unknown[]), null] })
  };
}
