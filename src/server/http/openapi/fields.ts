import type { Schema } from './toSchema.ts';

/** One field as a table tells it. */
export type Field = {
  /** with what it stands in: `table[].sector` */
  name: string;
  type: string;
  /** the named schema it is one, or a list, of; told where all schemas are */
  schema: string | null;
  isRequired: boolean;
  about: string;
  /** what is allowed, in words */
  limits: string[];
};

/** Every field of an object, those of objects inside it too; named schemas are told once, elsewhere. */
export function fieldsOf(schema: Schema, definitions: Readonly<Record<string, Schema>>): Field[] {
  return inside(schema, '', definitions);
}

function inside(schema: Schema, before: string, definitions: Readonly<Record<string, Schema>>): Field[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).flatMap(([key, given]) => {
    const one = plain(given);
    const item = one.type === 'array' ? plain((one.items ?? {}) as Schema) : one;
    const schema = nameOf(item);
    const name = before + key;
    const field: Field = {
      ...{ name, schema, type: typeOf(one), isRequired: required.includes(key) },
      about: String(given.description ?? (schema && definitions[schema]?.description) ?? ''),
      limits: limitsOf(one, item)
    };
    const next = `${name}${one.type === 'array' ? '[]' : ''}.`;
    return [field, ...(schema ? [] : inside(item, next, definitions))];
  });
}

// Something or null, where null needs an alternative of its own: what it is besides null tells more.
function plain(schema: Schema): Schema {
  const parts = schema.anyOf as Schema[] | undefined;
  const real = parts?.filter(({ type }) => type !== 'null');
  if (!parts || real?.length !== 1 || real.length === parts.length) return schema;
  return { ...real[0], orNull: true };
}

const nameOf = (schema: Schema) =>
  typeof schema.$ref === 'string' ? (schema.$ref.split('/').at(-1) ?? null) : null;

function typeOf(schema: Schema): string {
  const told = basicType(schema);
  return schema.orNull === true ? `${told} or null` : told;
}

function basicType(schema: Schema): string {
  const name = nameOf(schema);
  if (name) return name;
  if (schema.type === 'array') return `list of ${typeOf(plain((schema.items ?? {}) as Schema))}`;
  if (Array.isArray(schema.anyOf)) return (schema.anyOf as Schema[]).map(typeOf).join(' or ');
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object')
    return `${typeOf(schema.additionalProperties as Schema)} by name`;
  if (schema.type !== undefined) return [schema.type].flat().join(' or ');
  if (Array.isArray(schema.enum) || 'const' in schema) return 'string';
  return 'any';
}

function limitsOf(schema: Schema, item: Schema): string[] {
  return [
    ...valuesOf(item),
    ...sizesOf(schema),
    ...(schema === item ? [] : sizesOf(item)),
    ...usually(schema)
  ];
}

function valuesOf({ enum: values, const: only, format }: Schema): string[] {
  const told: string[] = [];
  if (Array.isArray(values)) told.push(values.map((value) => `\`${String(value)}\``).join(' · '));
  if (only !== undefined) told.push(`\`${String(only)}\``);
  if (format === 'date') told.push('`YYYY-MM-DD`');
  if (format === 'email') told.push('an e-mail address');
  return told;
}

function sizesOf({ minLength, maxLength, minimum, maximum, minItems, maxItems }: Schema): string[] {
  const range = (from: unknown, to: unknown, what: string) => {
    if (from === undefined || from === 0) return to === undefined ? [] : [`at most ${String(to)}${what}`];
    return [
      `${to === undefined ? 'at least ' : ''}${String(from)}${to === undefined ? '' : ` to ${String(to)}`}${what}`
    ];
  };
  return [
    ...range(minLength, maxLength, ' characters'),
    ...(minimum === 0 && maximum === undefined ? [] : range(minimum, maximum, '')),
    ...range(minItems, maxItems, ' of them')
  ];
}

const usually = ({ default: value }: Schema) =>
  value === undefined || value === null || value === ''
    ? []
    : [`\`${JSON.stringify(value).replaceAll('"', '')}\` if left out`];
