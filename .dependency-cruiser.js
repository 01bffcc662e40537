import {
  enterByTheDoor,
  forbiddenFor,
  insteadOf,
  openPlaces,
  places,
  placesOf
} from './tests/boundaries/rooms.ts';

const test = String.raw`\.test\.ts$`;
const anyOf = (/** @type {readonly string[]} */ names) => `(?:${names.join('|')})`;
const withDoors = Object.keys(places).filter(
  (name) => !(/** @type {readonly string[]} */ (openPlaces).includes(name))
);

/** @type {(name: string, places: string[], to: (place: string) => string[]) => import('dependency-cruiser').IForbiddenRuleType[]} */
const closedDirections = (name, from, to) =>
  from
    .map((place) => ({ place, closed: to(place) }))
    .filter(({ closed }) => closed.length > 0)
    .map(({ place, closed }) => ({
      name: name.replace('<room>', place),
      comment: insteadOf(place),
      severity: /** @type {const} */ ('error'),
      from: { path: `^src/lib/${place}/`, pathNot: test },
      to: { path: `^src/lib/${anyOf(closed)}/` }
    }));

const rooms = placesOf('room');
const isRoom = (/** @type {string} */ name) => rooms.includes(name);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea, or miss a third one. Types may point both ways.',
      severity: 'error',
      // A component may draw itself again, as nested lists do.
      from: { path: '^(.+)$' },
      to: { circular: true, pathNot: '^$1$', viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    ...closedDirections('kernel-stands-alone', ['kernel'], forbiddenFor),
    ...closedDirections('services-side-by-side', placesOf('look', 'service'), (place) =>
      forbiddenFor(place).filter((other) => !isRoom(other))
    ),
    ...closedDirections('services-know-no-room', placesOf('look', 'service'), (place) =>
      forbiddenFor(place).filter(isRoom)
    ),
    ...closedDirections('<room>-may-visit', rooms, forbiddenFor),
    ...withDoors.map((place) => ({
      name: 'enter-by-the-door',
      comment: enterByTheDoor,
      severity: /** @type {const} */ ('error'),
      from: { path: '^(src|db)/', pathNot: [`^src/lib/${place}/`] },
      to: {
        path: `^src/lib/${place}/`,
        pathNot: [
          `^src/lib/${place}/index\\.ts$`,
          `^src/lib/${place}/view\\.ts$`,
          `^src/lib/${place}/index\\.server\\.ts$`
        ]
      }
    })),
    {
      name: 'nobody-imports-routes',
      comment: 'Routes are corridors: what others need belongs in a room or in src/server.',
      severity: 'error',
      from: { pathNot: ['^(src/routes|tests)/', test] },
      to: { path: '^src/routes/' }
    },
    {
      name: 'engine-room-is-closed',
      comment:
        'Only routes and hooks reach into src/server. A room gets what it needs from src/server/wiring.ts.',
      severity: 'error',
      from: { path: '^(src/lib|db)/', pathNot: ['^db/seeds/', test] },
      to: { path: '^src/server/' }
    },
    {
      name: 'db-only-from-stores',
      comment:
        'Only *Store.server.ts files, src/server and db itself touch the database. Put the query into a store.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [String.raw`^src/lib/[^/]+/.*Store\.server\.ts$`, '^src/server/', test]
      },
      to: { path: '^db/', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'db-knows-no-room',
      comment:
        'The cellar knows the kernel only. The sample programme in db/seeds may use the doors of rooms.',
      severity: 'error',
      from: { path: '^db/', pathNot: ['^db/seeds/', test] },
      to: { path: '^src/', pathNot: '^src/lib/kernel/' }
    },
    {
      name: 'runs-in-plain-node',
      comment:
        'Only routes, hooks and components may ask the framework. Take the value as a parameter instead.',
      severity: 'error',
      from: {
        path: '^(src/lib|src/server|db)/',
        pathNot: [String.raw`\.svelte$`, String.raw`\.svelte\.ts$`]
      },
      to: { path: String.raw`^\$(app|env|lib|service-worker)(/|$)`, dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'no-component-reachable-from-server',
      comment: 'Plain Node cannot load a component. Components are reached through view.ts only.',
      severity: 'error',
      from: {
        path: [
          '^(src/server|db)/',
          String.raw`^src/lib/.+\.server\.ts$`,
          String.raw`^src/lib/[^/]+/index\.ts$`
        ],
        pathNot: test
      },
      to: {
        path: [String.raw`\.svelte$`, String.raw`\.svelte\.ts$`, String.raw`^src/lib/[^/]+/view\.ts$`],
        reachable: true
      }
    },
    {
      name: 'no-unresolvable',
      comment: 'A checker that resolves nothing reports nothing.',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: [
          String.raw`^\$(app|env|service-worker)(/|$)`,
          String.raw`\$types(\.js|\.ts|\.d\.ts)?$`,
          'paraglide/',
          '^build/',
          'build/handler'
        ]
      }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src/lib/i18n/paraglide/', '^build/', String.raw`^\.svelte-kit/`] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.js', '.svelte', '.svelte.ts', '.d.ts']
    }
  }
};
