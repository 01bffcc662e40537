/** All that is used of a document: where things are, and how they look. */
type Operation = {
  operationId: string;
  requestBody?: { content: { 'application/json': { example: Record<string, unknown> } } };
  responses: Record<string, { content?: Record<string, unknown> }>;
};
type Document = { servers: { url: string }[]; paths: Record<string, Record<string, Operation>> };

export type Call = { at?: Record<string, string | number>; query?: Record<string, string>; body?: unknown };

/** A client that knows nothing but the address of an OpenAPI document and a token. */
export async function openApiClient(documentUrl: string, token: string) {
  const document = (await (await fetch(documentUrl)).json()) as Document;
  const [server] = document.servers;
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId,
        { path, method, operation }
      ])
    )
  );

  function find(id: string) {
    const found = operations.get(id);
    if (!found || !server) throw new Error(`The document does not describe ${id}.`);
    return found;
  }

  function addressOf(id: string, { at = {}, query = {} }: Call): URL {
    const path = find(id).path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? ''));
    return new URL(`${server!.url}${path}?${new URLSearchParams(query)}`);
  }

  return {
    /** The body the document gives as an example. */
    example: (id: string) => find(id).operation.requestBody?.content['application/json'].example ?? {},

    /** Calls an operation and reads its JSON. @throws Error with the refusal's code */
    async call<T>(id: string, call: Call = {}): Promise<T> {
      const method = find(id).method.toUpperCase();
      const send = () =>
        fetch(addressOf(id, call), {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(call.body !== undefined && { body: JSON.stringify(call.body) })
        });
      // A broken connection leaves open whether it was done: what may be done twice is sent once more.
      const response = await send().catch((error: unknown) => {
        if (method === 'POST') throw error;
        return send();
      });
      const told = (await response.json().catch(() => null)) as { code?: string; detail?: string };
      if (response.status === 429) {
        await new Promise((wake) => setTimeout(wake, Number(response.headers.get('retry-after')) * 1000));
        return this.call<T>(id, call);
      }
      if (!response.ok) throw new Error(`${id}: ${told.code}, ${told.detail}`);
      return told as T;
    },

    /** Opens the stream form of an operation after a place; null begins at the beginning. */
    async stream(id: string, call: Call, lastId: string | null, signal: AbortSignal): Promise<Response> {
      const forms = Object.values(find(id).operation.responses).flatMap(({ content = {} }) =>
        Object.keys(content)
      );
      if (!forms.includes('text/event-stream')) throw new Error(`${id} has no stream.`);
      return fetch(addressOf(id, call), {
        signal,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'text/event-stream',
          ...(lastId !== null && { 'last-event-id': lastId })
        }
      });
    }
  };
}

/** The messages of an event stream, until it ends or breaks. */
export async function* messagesOf(response: Response): AsyncGenerator<{ id: string; data: string }> {
  if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
  let rest = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + piece).split('\n\n');
    // Half a message is none: it comes again after the next connection.
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trim())
          .join('\n');
      if (field('event') === 'ended') throw new Error(`The stream has ended: ${field('data')}`);
      if (field('data') !== '') yield { id: field('id'), data: field('data') };
    }
  }
}
