import type { Operation } from './operation.ts';
import { isOpen } from './whoMay.ts';

/**
 * How to call an operation from a shell that has set `API`, `TOKEN` and, in capitals, what stands in the path.
 * Bodies are the operation's example.
 */
export function curlOf(method: string, path: string, { access, takes }: Operation): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}"$API${place}"`];
  if (!isOpen(access)) lines.push('-H "Authorization: Bearer $TOKEN"');
  if (takes) lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(takes.example))}`);
  return lines.join(' \\\n  ');
}

/** As one word of a shell, whatever stands in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
