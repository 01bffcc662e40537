import { parseSync, type Rolldown } from 'vite';

/** What a build hook may ask of the bundler about modules. */
export type Modules = Pick<Rolldown.PluginContext, 'getModuleIds' | 'getModuleInfo' | 'resolve'>;

type Record = ReturnType<typeof parseSync>['module'];
type Parsed = { record: Record; code: string; isDoor: boolean };
/** For each name that a door passes on, the modules it stands in; of the messages, `m.name`. */
type Origins = Map<string, string[]>;

/**
 * Finds the modules that some modules need through static imports, the way the bundler does: past the doors (`index.ts`,
 * `view.ts`, the messages), which only pass on what stands elsewhere.
 * @returns a function of the ends of those modules' ids
 */
export function importedModules(modules: Modules): (ends: string[]) => Promise<Set<string>> {
  const parsed = new Map<string, Parsed>();
  const doors = new Map<string, Promise<Origins>>();

  function parse(id: string): Parsed {
    let known = parsed.get(id);
    if (!known) parsed.set(id, (known = parseModule(id, modules.getModuleInfo(id)?.code ?? '')));
    return known;
  }
  const resolve = async (source: string, from: string) => (await modules.resolve(source, from))?.id;

  async function originsOf(id: string): Promise<Origins> {
    const { record, isDoor } = parse(id);
    if (!isDoor) return new Map(ownNames(record).map((name) => [name, [id]]));
    let door = doors.get(id);
    if (!door) doors.set(id, (door = originsBehind(id, record)));
    return door;
  }

  async function originsBehind(id: string, record: Record): Promise<Origins> {
    const origins: Origins = new Map();
    for (const { exportName, importName, moduleRequest } of record.staticExports.flatMap((e) => e.entries)) {
      const source = moduleRequest && (await resolve(moduleRequest.value, id));
      if (!source) continue;
      const behind = await originsOf(source);
      if (importName.name) origins.set(exportName.name ?? 'default', behind.get(importName.name) ?? [source]);
      else
        for (const [name, ids] of behind)
          origins.set(exportName.name ? `${exportName.name}.${name}` : name, ids);
    }
    return origins;
  }

  async function neededBy(id: string): Promise<string[]> {
    const { record, code } = parse(id);
    const needed: string[] = [];
    for (const { source, names } of importsOf(record, code)) {
      const target = await resolve(source, id);
      if (!target) continue;
      const origins = parse(target).isDoor ? await originsOf(target) : null;
      if (origins) needed.push(...names.flatMap((name) => origins.get(name) ?? []));
      else needed.push(target);
    }
    return needed;
  }

  return async (ends) => {
    const waiting = [...modules.getModuleIds()].filter((id) => ends.some((end) => id.endsWith(end)));
    const found = new Set(waiting);
    for (const id of found) for (const needed of await neededBy(id)) found.add(needed);
    return found;
  };
}

function parseModule(id: string, code: string): Parsed {
  const { module: record, program } = parseSync(id.replace(/\?.*/, '') + '.js', code);
  const isDoor = program.body.every((statement) => 'source' in statement && statement.source !== null);
  return { record, code, isDoor: isDoor && !record.staticImports.length && program.body.length > 0 };
}

function ownNames(record: Record): string[] {
  return record.staticExports.flatMap((e) => e.entries).map(({ exportName }) => exportName.name ?? 'default');
}

function importsOf(record: Record, code: string): { source: string; names: string[] }[] {
  const imports = record.staticImports.map(({ moduleRequest, entries }) => ({
    source: moduleRequest.value,
    names: entries.flatMap(({ importName, localName }) => {
      const name = importName.name ?? (importName.kind === 'Default' ? 'default' : '*');
      // The messages are one object on paper, as is what is imported as a whole: the bundler takes what is named.
      const local = localName.value.replaceAll('$', '\\$');
      const members = () =>
        [...code.matchAll(new RegExp(`(?<![\\w$.])${local}\\??\\.(\\w+)`, 'g'))].map(([, one]) => one!);
      if (name === '*') return members();
      return [name, ...(name === 'm' ? members().map((message) => `m.${message}`) : [])];
    })
  }));
  const passedOn = record.staticExports
    .flatMap((e) => e.entries)
    .flatMap(({ importName, moduleRequest }) =>
      moduleRequest ? [{ source: moduleRequest.value, names: [importName.name ?? '*'] }] : []
    );
  return [...imports, ...passedOn];
}
