import { expect, test } from 'vitest';
import * as v from 'valibot';
import { openApiDocument } from '#server/http/openapi/document.ts';
import { areas } from '#server/http/openapi/areas.ts';
import { named } from '#server/http/openapi/named.ts';
import { shared } from '#server/http/openapi/shared.ts';
import { problems } from '#lib/kernel/index.ts';
import { entrancesOnDisk } from '../matrix/routesOnDisk.ts';
import { operationsOf, type OpenApi } from '../support/describedApi.ts';
import { faultsIn, resolveRef } from '../support/jsonSchema.ts';

const document = openApiDocument('http://groundwork.test') as OpenApi;
const described = operationsOf(document);
const operations = areas.flatMap((area) => Object.entries(area.operations));

/** `_access` notes of the routes, by operation. */
async function notes(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { key, file } of entrancesOnDisk()) {
    if (!key.includes(' /api/v1/')) continue;
    const { _access } = (await import(/* @vite-ignore */ `../../${file}`)) as {
      _access: Record<string, string>;
    };
    const [method = '', path = ''] = key.split(' ');
    const place = path.replace('/api/v1', '').replaceAll('[', '{').replaceAll(']', '}');
    found[`${method} ${place}`] = _access[method] ?? '';
  }
  return found;
}

test('every endpoint is described with the right its route notes, and nothing else is', async () => {
  const told = Object.fromEntries(operations.map(([key, { access }]) => [key, access]));
  expect(told).toEqual(await notes());
});

test('no two areas describe the same operation or give the same name to two things', () => {
  expect(new Set(operations.map(([key]) => key)).size).toBe(operations.length);
  expect(new Set(operations.map(([, { id }]) => id)).size).toBe(operations.length);
  const names = [shared, ...areas.map(({ schemas }) => schemas)].flatMap(Object.keys);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
});

test.each(described.map((one) => [one.operation.operationId, one] as const))(
  '%s says what a stranger needs: words, parameters, examples, refusals',
  (_, { path, method, operation }) => {
    expect(operation.tags).toEqual([
      areas.find(({ tag }) => (operation.tags as string[]).includes(tag))?.tag
    ]);
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    expect((operation.description as string).length).toBeGreaterThan(40);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = (operation.parameters ?? []) as { name: string; in: string; required: boolean }[];
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    expect(parameters.filter((one) => one.in === 'path' && !one.required)).toEqual([]);
    expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
    expect(method === 'POST' || method === 'PATCH' || method === 'PUT').toBe(
      operation.requestBody !== undefined
    );
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1);
    expect(statuses).toEqual(expect.arrayContaining(['401', '429', '500']));
  }
);

test('every example is what its schema takes', () => {
  const wrong = described.flatMap(({ operation }) => {
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map((r) => r.content)
    ];
    return contents.flatMap((content) =>
      Object.entries(content ?? {}).flatMap(([type, { schema, example }]) => {
        if (example === undefined) return [`${operation.operationId} has no example of ${type}`];
        const faults = type.endsWith('json') ? faultsIn(example, schema, document, true) : [];
        return faults.map((fault) => `${operation.operationId}: ${fault}`);
      })
    );
  });
  expect(wrong).toEqual([]);
});

test('what a command would refuse, its description refuses; what it takes, the description takes', () => {
  const wrong = operations.flatMap(([, { id, takes }]) => {
    if (!takes) return [];
    const { schema } = described.find(({ operation }) => operation.operationId === id)!.operation.requestBody!
      .content['application/json']!;
    const samples = variationsOf(takes.example as Record<string, unknown>);
    return samples.flatMap((sample) => {
      const isTaken = v.safeParse(takes.schema, sample).success;
      const isDescribed = faultsIn(sample, schema, document).length === 0;
      return isTaken === isDescribed
        ? []
        : [`${id} ${isTaken ? 'takes' : 'refuses'} ${JSON.stringify(sample)}`];
    });
  });
  expect(wrong).toEqual([]);
});

/** The example with each field left out, emptied, of another type, too long, and one too many. */
function variationsOf(example: Record<string, unknown>): unknown[] {
  // The day is in order with the examples' others: what depends on another field no description can say.
  const odd = [undefined, null, 7, -1, 2.5, 'x', true, [], {}, 'x'.repeat(200_000), '2027-03-06'];
  const fields = Object.keys(example);
  return [
    example,
    // A list is refused before any command sees it.
    ...['text', null, 3],
    ...fields.flatMap((field) =>
      odd.map((value) => JSON.parse(JSON.stringify({ ...example, [field]: value })))
    ),
    { ...example, nobodyKnowsThis: 1 }
  ];
}

test('every reference leads somewhere, and every named schema is used', () => {
  const refs = new Set(
    [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, found = '']) => found)
  );
  for (const one of refs) resolveRef(document, one);
  const used = [...refs].map((one) => one.split('/').at(-1));
  expect(Object.keys(named).filter((name) => !used.includes(name))).toEqual([]);
});

test('every refusal names codes that exist, with their own status', () => {
  for (const { operation } of described) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (status.startsWith('2')) continue;
      const { properties } = content!['application/problem+json']!.schema as {
        properties: { code: { enum: (keyof typeof problems)[] } };
      };
      for (const code of properties.code.enum) expect(String(problems[code].status)).toBe(status);
    }
  }
});

test('the document keeps the rules of OpenAPI 3.1', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  const { info, servers, tags, components } = document as unknown as {
    info: Record<string, unknown>;
    servers: { url: string }[];
    tags: { name: string }[];
    components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  };
  expect(info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(servers).toEqual([{ url: 'http://groundwork.test/api/v1' }]);
  expect(new Set(tags.map(({ name }) => name)).size).toBe(tags.length);
  for (const name of Object.keys(components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
  const shapes = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'));
  expect(new Set(shapes).size).toBe(shapes.length);
  const allowed = [
    'operationId',
    'tags',
    'summary',
    'description',
    'security',
    'parameters',
    'requestBody',
    'responses'
  ];
  for (const { path, operation } of described) {
    expect(path).toMatch(/^\//);
    expect(Object.keys(operation).filter((key) => !allowed.includes(key) && !key.startsWith('x-'))).toEqual(
      []
    );
    for (const requirement of operation.security as Record<string, unknown>[])
      for (const scheme of Object.keys(requirement))
        expect(components.securitySchemes).toHaveProperty(scheme);
    for (const answer of Object.values(operation.responses)) expect(answer).toHaveProperty('description');
  }
  // JSON Schema's keywords, not those of OpenAPI 3.0 that look like them.
  expect(JSON.stringify(document)).not.toMatch(/"nullable":|"exclusiveM\w+":(true|false)/);
});
