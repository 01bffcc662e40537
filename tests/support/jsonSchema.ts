/** JSON Schema as far as our own document uses it; a keyword this file does not know is an error, not a pass. */
type Schema = { readonly [keyword: string]: unknown };

const known = new Set([
  ...['$ref', 'type', 'enum', 'const', 'anyOf', 'properties', 'required', 'additionalProperties'],
  ...['propertyNames', 'items', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'format'],
  ...['minItems', 'maxItems', 'description', 'default', 'title', 'examples']
]);

/**
 * What is wrong with a value, as `path: fault`; empty when the schema takes it.
 * @param isClosed also names properties the schema says nothing of, as a document that leaves something out
 */
export function faultsIn(value: unknown, schema: Schema, document: Schema, isClosed = false): string[] {
  const faults: string[] = [];
  check(value, schema, '$');
  return faults;

  function check(given: unknown, one: Schema, path: string): void {
    const wrong = (told: string) => void faults.push(`${path}: ${told}`);
    for (const keyword of Object.keys(one)) if (!known.has(keyword)) wrong(`unknown keyword ${keyword}`);
    if (typeof one.$ref === 'string') check(given, resolveRef(document, one.$ref), path);
    if (one.type !== undefined && ![one.type].flat().some((type) => isOf(type as string, given)))
      return wrong(`is no ${[one.type].flat().join(' or ')}`);
    if (Array.isArray(one.enum) && !one.enum.includes(given)) wrong('is none of the values');
    if ('const' in one && one.const !== given) wrong('is another value');
    if (Array.isArray(one.anyOf)) {
      const tries = (one.anyOf as Schema[]).map((part) => faultsIn(given, part, document, isClosed));
      if (!tries.some((found) => found.length === 0)) wrong(`fits nothing: ${tries.flat().join(', ')}`);
    }
    if (typeof given === 'string') checkText(given, one, wrong);
    if (typeof given === 'number') {
      if (given < ((one.minimum as number) ?? -Infinity)) wrong('is too small');
      if (given > ((one.maximum as number) ?? Infinity)) wrong('is too large');
    }
    if (Array.isArray(given)) {
      if (one.items) given.forEach((item, at) => check(item, one.items as Schema, `${path}[${at}]`));
      if (given.length < ((one.minItems as number) ?? 0)) wrong('has too few items');
      if (given.length > ((one.maxItems as number) ?? Infinity)) wrong('has too many items');
    } else if (typeof given === 'object' && given !== null) checkObject(given, one, path, wrong);
  }

  function checkObject(given: object, one: Schema, path: string, wrong: (told: string) => void): void {
    const properties = (one.properties ?? {}) as Record<string, Schema>;
    for (const name of (one.required as string[]) ?? []) if (!(name in given)) wrong(`lacks ${name}`);
    for (const [name, part] of Object.entries(given)) {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (own) check(part, own, `${path}.${name}`);
      else if (one.additionalProperties === false) wrong(`${name} is not known`);
      else if (typeof one.additionalProperties === 'object')
        check(part, one.additionalProperties as Schema, `${path}.${name}`);
      else if (isClosed && one.properties && !one.$ref) wrong(`${name} is not described`);
    }
  }
}

function checkText(given: string, one: Schema, wrong: (told: string) => void): void {
  const length = [...given].length;
  if (length < ((one.minLength as number) ?? 0)) wrong('is too short');
  if (length > ((one.maxLength as number) ?? Infinity)) wrong('is too long');
  if (typeof one.pattern === 'string' && !new RegExp(one.pattern, 'u').test(given)) wrong('looks different');
  if (one.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(given)) wrong('is no date');
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/** What a reference inside a document leads to. @throws Error when it leads nowhere */
export function resolveRef(document: Schema, ref: string): Schema {
  const steps = ref.replace(/^#\//, '').split('/');
  const found = steps.reduce<unknown>((at, step) => (at as Schema | undefined)?.[step], document);
  if (!ref.startsWith('#/') || !found) throw new Error(`${ref} leads nowhere.`);
  return found as Schema;
}
