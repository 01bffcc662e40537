import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Where a request can arrive, as `METHOD /route` or `POST /route?/action`, and the file that answers it. */
export type Entrance = { key: string; file: string };

/** Every entrance the files under src/routes open: pages, form actions and endpoints. */
export function entrancesOnDisk(routes = 'src/routes'): Entrance[] {
  const found = readdirSync(routes, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const file = join(routes, path);
    const route = routeOf(path);
    if (
      path.endsWith('+server.ts') &&
      !path.endsWith('+page.server.ts') &&
      !path.endsWith('+layout.server.ts')
    ) {
      return endpoints(file).map((method) => ({ key: `${method} ${route}`, file }));
    }
    if (path.endsWith('+page.svelte')) return [{ key: `GET ${route}`, file }];
    if (path.endsWith('+page.server.ts')) {
      const pages = exported(file).has('load') ? [{ key: `GET ${route}`, file }] : [];
      return [...pages, ...actions(file).map((name) => ({ key: actionKey(route, name), file }))];
    }
    return [];
  });
  const unique = new Map(found.map((entrance) => [entrance.key, entrance]));
  return [...unique.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Methods an endpoint answers, and those its `_access` note names (null without a note). */
export function accessNote(file: string): { answers: string[]; notes: string[] | null } {
  const note = exported(file).get('_access');
  const notes = note ? propertyNames(note).sort() : null;
  return { answers: endpoints(file).sort(), notes };
}

// Groups such as (dev) are not part of an address.
function routeOf(path: string): string {
  const parts = dirname(path).split(/[\\/]/);
  return `/${parts.filter((part) => part !== '.' && !/^\(.+\)$/.test(part)).join('/')}`;
}

const actionKey = (route: string, name: string) =>
  name === 'default' ? `POST ${route}` : `POST ${route}?/${name}`;

function endpoints(file: string): string[] {
  const names = [...exported(file).keys()];
  const any = names.includes('fallback') ? ['ANY'] : [];
  return [...names.filter((name) => methods.includes(name)), ...any];
}

function actions(file: string): string[] {
  const declared = exported(file).get('actions');
  return declared ? propertyNames(declared) : [];
}

/** Exported names of a file with what they are set to. */
function exported(file: string): Map<string, ts.Expression | undefined> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const names = new Map<string, ts.Expression | undefined>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      throw new Error(`${file} exports by a list; declare what it exports where it is exported.`);
    }
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) names.set(statement.name.text, undefined);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      names.set(name.getText(source), initializer);
    }
  }
  return names;
}

function propertyNames(expression: ts.Expression): string[] {
  let inner = expression;
  while (ts.isSatisfiesExpression(inner) || ts.isAsExpression(inner)) inner = inner.expression;
  if (!ts.isObjectLiteralExpression(inner)) {
    throw new Error(`${expression.getSourceFile().fileName}: write actions and _access as plain objects.`);
  }
  return inner.properties.map((property) => property.name?.getText() ?? '?');
}
