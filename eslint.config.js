import js from '@eslint/js';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { ownLines } from './tests/house/ownLines.js';
import {
  doors,
  enterByTheDoor,
  forbiddenFor,
  insteadOf,
  openPlaces,
  places
} from './tests/boundaries/rooms.ts';

const names = Object.keys(places);
const tests = ['**/*.test.ts', 'tests/**/*.ts', '**/*.spec.ts'];
const withoutDoors = /** @type {readonly string[]} */ (openPlaces);
const doorFiles = doors.map((file) => file.replace(/\./g, '\\.')).join('|');

/** The start of an import specifier that leads into one of these places, by name or by climbing out. */
const into = (/** @type {string[]} */ others) =>
  String.raw`^(#lib/|\$lib/|(\.\./)+(src/lib/|lib/)?)(${others.join('|')})/`;

const framework = {
  regex: String.raw`^\$(app|env|lib|service-worker)(/|$)`,
  allowTypeImports: true,
  message: 'Only routes, hooks and components may ask the framework. Take the value as a parameter instead.'
};
const database = {
  regex: String.raw`^(#db/|(\.\./)+db/)`,
  allowTypeImports: true,
  message:
    'Only *Store.server.ts files, src/server and db itself touch the database. Put the query into a store.'
};
const engineRoom = {
  regex: String.raw`^(#server/|(\.\./)+server/)`,
  message: 'Only routes and hooks reach into src/server. A room gets what it needs from src/server/wiring.ts.'
};
const routes = {
  regex: String.raw`(^|/)routes/`,
  message: 'Routes are corridors: what others need belongs in a room or in src/server.'
};
const components = {
  regex: String.raw`(\.svelte|\.svelte\.ts|/view\.ts)$`,
  message: 'Plain Node cannot load a component. Components are reached through view.ts only.'
};
const behindTheDoor = (/** @type {string[]} */ others) => ({
  regex: `${into(others)}(?!(${doorFiles})$)`,
  message: enterByTheDoor
});
const doorsOfOthers = (/** @type {string} */ name) =>
  behindTheDoor(names.filter((other) => other !== name && !withoutDoors.includes(other)));
const lucia = {
  name: 'lucia',
  message: 'Only src/lib/access/sessions.server.ts knows Lucia: replacing it touches one file.'
};
const yTiptap = {
  name: 'y-prosemirror',
  message: 'Only src/lib/briefs/editor/binding.ts knows the binding: replacing it touches one file.'
};

/**
 * ESLint replaces a rule's options instead of adding to them, so each kind of file gets its whole list at once.
 * @param {string} name @param {string[]} files @param {string[]} ignores @param {object[]} patterns @param {object[]} [paths]
 * @returns {import('eslint').Linter.Config}
 */
const imports = (name, files, ignores, patterns, paths = [lucia, yTiptap]) => ({
  name: `directions/${name}`,
  files,
  ignores: [...tests, ...ignores],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns, paths }] }
});

const directionsOf = (/** @type {string} */ name) => {
  const closed = forbiddenFor(name);
  const common = [
    ...(closed.length > 0 ? [{ regex: into(closed), message: insteadOf(name) }] : []),
    doorsOfOthers(name),
    engineRoom,
    routes
  ];
  const here = `src/lib/${name}`;
  const views = [`${here}/**/*.svelte`, `${here}/**/*.svelte.ts`, `${here}/view.ts`];
  const serverSide = [`${here}/**/*.server.ts`, `${here}/index.ts`];
  const stores = `${here}/**/*Store.server.ts`;
  return [
    imports(
      `${name}/anywhere`,
      [`${here}/**/*.ts`],
      [...views, ...serverSide],
      [...common, framework, database]
    ),
    imports(`${name}/screens`, views, [], [...common, database]),
    imports(`${name}/server`, serverSide, [stores], [...common, framework, database, components]),
    imports(`${name}/stores`, [stores], [], [...common, framework, components])
  ];
};

export default ts.config(
  {
    ignores: [
      'node_modules/',
      'build/',
      'data/',
      '.svelte-kit/',
      'src/lib/i18n/paraglide/',
      'project.inlang/',
      'test-results/',
      'playwright-report/',
      'tests/boundaries/canaries/'
    ]
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // TypeScript knows better which names exist.
      'no-undef': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
      // Paths are language-neutral and the app is always served at the root of its host.
      'svelte/no-navigation-without-resolve': 'off',
      // A Map may be bookkeeping that no component draws.
      'svelte/prefer-svelte-reactivity': 'off'
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } }
  },
  {
    name: 'promises',
    files: ['src/**/*.ts', 'db/**/*.ts'],
    ignores: [...tests, '**/*.svelte.ts', 'src/routes/**'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' }
  },
  {
    name: 'size/files',
    files: ['src/**/*.{ts,svelte}', 'db/**/*.ts', 'tests/**/*.ts'],
    ignores: ['db/migrations/**', 'db/seeds/**', 'db/schema.ts', 'src/lib/briefs/template.ts'],
    plugins: { soft: { rules: { 'max-lines': /** @type {any} */ (builtinRules.get('max-lines')) } } },
    rules: { 'max-lines': ['error', 400], 'soft/max-lines': ['warn', 250] }
  },
  {
    name: 'size/functions',
    files: ['src/**/*.ts', 'db/**/*.ts'],
    // Wiring is one list of who gets what.
    ignores: [...tests, 'db/migrations/**', 'db/seeds/**', 'src/server/wiring.ts'],
    plugins: { house: { rules: { 'own-lines': ownLines } } },
    rules: { 'house/own-lines': ['error', 60] }
  },
  // Playwright reads a fixture's needs from its first parameter, empty or not.
  { files: ['tests/e2e/**/*.ts'], rules: { 'no-empty-pattern': 'off' } },
  { name: 'quiet', files: ['src/lib/**/*.{ts,svelte}'], ignores: tests, rules: { 'no-console': 'error' } },

  ...names.flatMap(directionsOf),
  imports(
    'lucia',
    ['src/lib/access/sessions.server.ts'],
    [],
    [
      { regex: into(forbiddenFor('access')), message: insteadOf('access') },
      engineRoom,
      routes,
      framework,
      database,
      components
    ],
    [yTiptap]
  ),
  imports(
    'y-prosemirror',
    ['src/lib/briefs/editor/binding.ts'],
    [],
    [
      { regex: into(forbiddenFor('briefs')), message: insteadOf('briefs') },
      doorsOfOthers('briefs'),
      engineRoom,
      routes,
      framework,
      database
    ],
    [lucia]
  ),
  imports(
    'routes',
    ['src/routes/**/*.{ts,svelte}', 'src/hooks*.ts'],
    [],
    [behindTheDoor(names.filter((name) => !withoutDoors.includes(name))), database]
  ),
  imports(
    'engine-room',
    ['src/server/**/*.ts'],
    [],
    [behindTheDoor(names.filter((name) => !withoutDoors.includes(name))), framework, routes, components]
  ),
  imports(
    'db',
    ['db/**/*.ts'],
    ['db/seeds/**'],
    [
      {
        regex: into(names.filter((name) => name !== 'kernel')),
        message:
          'The cellar knows the kernel only. The sample programme in db/seeds may use the doors of rooms.'
      },
      engineRoom,
      routes,
      framework
    ]
  ),
  imports(
    'seeds',
    ['db/seeds/**/*.ts'],
    [],
    [behindTheDoor(names.filter((name) => !withoutDoors.includes(name))), routes, framework, components]
  )
);
