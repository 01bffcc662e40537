import type { ApiServer } from './api.ts';
import { faultsIn } from './jsonSchema.ts';

type Schema = { readonly [keyword: string]: unknown };
type Described = Schema & {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema; example: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: Schema; example?: unknown }> }>;
};
export type OpenApi = Schema & { paths: Record<string, Record<string, Described>> };

/** An answer that was held against the document before it is handed on. */
export type Told = { status: number; headers: Headers; json: never; text: string };

type Call = {
  /** what stands in the path, by name */
  at?: Record<string, string | number>;
  query?: Record<string, string | number>;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
};

/** Every operation with where it is. */
export function operationsOf(document: OpenApi) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
  );
}

/**
 * Calls operations by their id and throws when an answer is not what the document says: status, media type, every field.
 * `answered` collects which operations answered well.
 */
export function describedApi(server: Pick<ApiServer, 'url'>, document: OpenApi, token?: string) {
  const operations = new Map(operationsOf(document).map((one) => [one.operation.operationId, one]));
  const answered = new Set<string>();

  async function call(
    id: string,
    { at = {}, query = {}, body, headers = {}, ...as }: Call = {}
  ): Promise<Told> {
    const found = operations.get(id);
    if (!found) throw new Error(`The document has no operation ${id}.`);
    const path = found.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(at[name])));
    const url = new URL(`${server.url}/api/v1${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const bearer = 'token' in as ? as.token : token;
    const response = await fetch(url, {
      method: found.method,
      headers: {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
    });
    const text = await response.text();
    const told = { status: response.status, headers: response.headers, text };
    const json = check(found.operation, told);
    if (response.ok) answered.add(id);
    return { ...told, json: json as never };
  }

  function check(operation: Described, { status, headers, text }: Omit<Told, 'json'>): unknown {
    const where = `${operation.operationId} answered ${status}`;
    const described = operation.responses[String(status)];
    if (!described) throw new Error(`${where}, which the document does not know: ${text}`);
    if (!described.content) {
      if (text !== '') throw new Error(`${where} with a body the document does not know.`);
      return undefined;
    }
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const form = described.content[type];
    if (!form) throw new Error(`${where} as ${type}, which the document does not know.`);
    if (!type.endsWith('json')) return undefined;
    const json: unknown = JSON.parse(text);
    const faults = faultsIn(json, form.schema, document, true);
    if (faults.length > 0) throw new Error(`${where}, but ${faults.join('; ')}\n${text}`);
    return json;
  }

  return { call, answered, operations };
}

/** The document as a server hands it out. */
export async function readDocument({ url }: Pick<ApiServer, 'url'>): Promise<OpenApi> {
  return (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as OpenApi;
}
