import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One planted fault: a file that must not be, the rule that has to name it, and who must see it. */
export type Canary = {
  rule: string;
  path: string;
  text: string;
  /** false where ESLint, which sees one file at a time, cannot know */
  eslint: boolean;
  cruiser: boolean;
};

const value = 'export const planted = 1;\n';

/** A small clean house, laid out like ours. The canaries are planted into it. */
const clean: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'scratch',
    type: 'module',
    imports: { '#lib/*': './src/lib/*', '#db/*': './db/*', '#server/*': './src/server/*' }
  }),
  'db/rows.server.ts': `import type { Rows } from '#lib/kernel/index.ts';\nexport const kysely = (rows: Rows) => rows;\n`,
  'src/lib/kernel/index.ts': `export type Rows = { store: string };\n${value}`,
  'src/lib/i18n/texts.ts': value,
  'src/lib/ui/Button.svelte': `<button>ok</button>\n`,
  'src/lib/access/index.ts': `import { planted } from '#lib/kernel/index.ts';\nexport const actor = planted;\n`,
  'src/lib/access/inner.ts': value,
  'src/lib/access/view.ts': `export { default as Mark } from './Mark.svelte';\n`,
  'src/lib/access/Mark.svelte': `<script lang="ts">\n  import Button from '#lib/ui/Button.svelte';\n</script>\n\n<Button />\n`,
  'src/lib/journal/index.ts': value,
  'src/lib/sync/index.ts': value,
  'src/lib/programmes/index.ts': `export { actor } from '#lib/access/index.ts';\n`,
  'src/lib/programmes/index.server.ts': `export { list } from './programmeStore.server.ts';\n`,
  'src/lib/programmes/programmeStore.server.ts': `import { kysely } from '#db/rows.server.ts';\nexport const list = kysely;\n`,
  'src/lib/programmes/view.ts': `export { default as Card } from './Card.svelte';\n`,
  'src/lib/programmes/Card.svelte': `<p>card</p>\n`,
  'src/lib/briefs/index.ts': `export { actor } from '#lib/programmes/index.ts';\n`,
  'src/server/wiring.ts': `export { list } from '#lib/programmes/index.server.ts';\n`,
  'src/routes/+page.svelte': `<script lang="ts">\n  import { Card } from '#lib/programmes/view.ts';\n</script>\n\n<Card />\n`,
  'src/routes/place.ts': value
};

const both = { eslint: true, cruiser: true };

export const canaries: readonly Canary[] = [
  {
    rule: 'no-circular',
    path: 'src/lib/programmes/round.ts',
    text: `import { trip } from './trip.ts';\nexport const round = () => trip;\n`,
    eslint: false,
    cruiser: true
  },
  {
    rule: 'kernel-stands-alone',
    path: 'src/lib/kernel/planted.ts',
    text: `export { actor } from '#lib/access/index.ts';\n`,
    ...both
  },
  {
    rule: 'services-side-by-side',
    path: 'src/lib/sync/planted.ts',
    text: `export { actor } from '../access/index.ts';\n`,
    ...both
  },
  {
    rule: 'services-side-by-side',
    path: 'src/lib/journal/planted.ts',
    text: `import type { actor } from '#lib/access/index.ts';\nexport type Planted = typeof actor;\n`,
    ...both
  },
  {
    rule: 'services-know-no-room',
    path: 'src/lib/access/planted.ts',
    text: `export { actor } from '#lib/programmes/index.ts';\n`,
    ...both
  },
  {
    rule: 'services-know-no-room',
    path: 'src/lib/ui/Planted.svelte',
    text: `<script lang="ts">\n  import { Card } from '#lib/programmes/view.ts';\n</script>\n\n<Card />\n`,
    ...both
  },
  {
    rule: 'programmes-may-visit',
    path: 'src/lib/programmes/planted.ts',
    text: `export { actor } from '#lib/briefs/index.ts';\n`,
    ...both
  },
  {
    rule: 'enter-by-the-door',
    path: 'src/lib/briefs/planted.ts',
    text: `export { planted } from '#lib/access/inner.ts';\n`,
    ...both
  },
  {
    rule: 'enter-by-the-door',
    path: 'src/routes/Planted.svelte',
    text: `<script lang="ts">\n  import Card from '#lib/programmes/Card.svelte';\n</script>\n\n<Card />\n`,
    ...both
  },
  {
    rule: 'nobody-imports-routes',
    path: 'src/lib/briefs/planted.ts',
    text: `export { planted } from '../../routes/place.ts';\n`,
    ...both
  },
  {
    rule: 'engine-room-is-closed',
    path: 'src/lib/briefs/planted.ts',
    text: `export { list } from '#server/wiring.ts';\n`,
    ...both
  },
  {
    rule: 'db-only-from-stores',
    path: 'src/lib/briefs/planted.server.ts',
    text: `export { kysely } from '#db/rows.server.ts';\n`,
    ...both
  },
  {
    rule: 'db-only-from-stores',
    path: 'src/routes/planted.ts',
    text: `export { kysely } from '../../db/rows.server.ts';\n`,
    ...both
  },
  {
    rule: 'db-knows-no-room',
    path: 'db/planted.ts',
    text: `export { actor } from '#lib/access/index.ts';\n`,
    ...both
  },
  {
    rule: 'runs-in-plain-node',
    path: 'src/lib/programmes/planted.server.ts',
    text: `export { dev } from '$app/environment';\n`,
    ...both
  },
  {
    rule: 'runs-in-plain-node',
    path: 'src/server/planted.ts',
    text: `export { env } from '$env/dynamic/private';\n`,
    ...both
  },
  {
    rule: 'no-component-reachable-from-server',
    path: 'src/lib/programmes/planted.server.ts',
    text: `export { Mark } from '#lib/access/view.ts';\n`,
    ...both
  },
  {
    rule: 'no-component-reachable-from-server',
    path: 'src/lib/briefs/planted.server.ts',
    text: `export { hidden } from './detour.ts';\n`,
    eslint: false,
    cruiser: true
  },
  {
    rule: 'no-unresolvable',
    path: 'src/lib/briefs/planted.ts',
    text: `export { nothing } from '#lib/briefs/nowhere.ts';\n`,
    eslint: false,
    cruiser: true
  },
  {
    rule: 'lucia-in-one-file',
    path: 'src/lib/access/planted.server.ts',
    text: `export { Lucia } from 'lucia';\n`,
    eslint: true,
    cruiser: false
  },
  {
    rule: 'y-prosemirror-in-one-file',
    path: 'src/lib/briefs/planted.ts',
    text: `export { ySyncPlugin } from 'y-prosemirror';\n`,
    eslint: true,
    cruiser: false
  },
  {
    rule: 'svelte/no-at-html-tags',
    path: 'src/lib/ui/Planted.svelte',
    text: `<script lang="ts">\n  let { text }: { text: string } = $props();\n</script>\n\n{@html text}\n`,
    eslint: true,
    cruiser: false
  },
  {
    rule: 'no-console',
    path: 'src/lib/briefs/planted.ts',
    text: `console.log('planted');\n`,
    eslint: true,
    cruiser: false
  },
  {
    rule: 'max-lines',
    path: 'src/lib/briefs/planted.ts',
    text: value.repeat(401).replaceAll('planted', 'p').replaceAll('export const p = 1;', '// one more line'),
    eslint: true,
    cruiser: false
  }
];

/** Files a canary needs beside itself. */
const companions: Record<string, string> = {
  'src/lib/programmes/trip.ts': `import { round } from './round.ts';\nexport const trip = () => round;\n`,
  'src/lib/programmes/round.ts': `export const round = 1;\n`,
  'src/lib/briefs/detour.ts': `import Hidden from './Hidden.svelte';\nexport const hidden = Hidden;\n`,
  'src/lib/briefs/Hidden.svelte': `<p>hidden</p>\n`
};

/** Builds the clean house, optionally with one canary, in a temporary folder; `remove` takes it away again. */
export async function scratchHouse(canary?: Canary): Promise<{ root: string; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'groundwork-house-'));
  const files = { ...clean, ...companions, ...(canary ? { [canary.path]: canary.text } : {}) };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
