import type { Plugin, Rolldown } from 'vite';
import { importedModules } from './importedModules.ts';

// What every page loads, and then the pages people read most: what these share is worth files of its own.
const everywhere = ['/src/routes/+layout.svelte', '/src/routes/+error.svelte'];
const beginning = [
  '/generated/root.svelte',
  '/generated/client-optimized/app.js',
  '/@sveltejs/kit/src/runtime/client/entry.js'
];
const reading = {
  programme: ['/src/routes/p/[programme]/+page.svelte'],
  brief: ['/src/routes/p/[programme]/briefs/[brief]/+page.svelte'],
  other: ['/src/routes/+page.svelte', '/src/routes/p/[programme]/record/+page.svelte']
};
const runtime = /[\\/]node_modules[\\/](svelte|@sveltejs[\\/]kit|devalue|esm-env|clsx)[\\/]/;

/**
 * Puts what readers' pages load into few files. Left alone, the bundler makes one of every set of modules that the same
 * pages use: fifty for a brief, most of them a sentence long, and small files compress badly. Here a module goes into
 * the file of exactly those reading pages that need it, so that none downloads another's code, the forms or the editor.
 */
export function readersChunks(): Plugin {
  let sets = new Map<string, string>();
  let needed = new Set<string>();
  return {
    name: 'groundwork-readers-chunks',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async buildEnd(failed) {
      if (failed) return;
      const pages = importedModules(this);
      sets = await setsOfPages(pages);
      needed = new Set([...sets.keys(), ...(await pages(beginning))]);
    },
    outputOptions: (options) => ({
      ...options,
      codeSplitting: {
        groups: groups(
          (id) => sets.get(id),
          (id) => needed.has(id)
        )
      }
    })
  };
}

/** Of each module that a reading page needs: the names of those pages, or `everywhere`. */
async function setsOfPages(needed: ReturnType<typeof importedModules>): Promise<Map<string, string>> {
  const sets = new Map<string, string>();
  for (const [name, pages] of Object.entries(reading))
    for (const id of await needed(pages)) sets.set(id, sets.has(id) ? `${sets.get(id)} ${name}` : name);
  for (const id of await needed(everywhere)) sets.set(id, 'everywhere');
  return sets;
}

/**
 * One group for each set of pages, the larger sets first: a group takes along what its modules import, and by then what
 * more pages need is gone already.
 */
function groups(
  setOf: (id: string) => string | undefined,
  isNeeded: (id: string) => boolean
): Rolldown.CodeSplittingGroup[] {
  const names = Object.keys(reading);
  const sets = Array.from({ length: 2 ** names.length - 1 }, (_, bits) =>
    names.filter((_, at) => (bits + 1) & (1 << at))
  );
  return [
    {
      name: 'runtime',
      test: (id) => runtime.test(id) && isNeeded(id),
      priority: names.length + 2
    },
    { name: 'everywhere', test: (id) => setOf(id) === 'everywhere', priority: names.length + 1 },
    ...sets.map((set) => ({
      name: set.join('-'),
      // Styles stay with who imports them: alone in a file they would be linked by no page.
      test: (id: string) => !id.includes('.css') && setOf(id) === set.join(' '),
      minShareCount: 2,
      priority: set.length
    }))
  ];
}
