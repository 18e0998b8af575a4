/**
 * Who may import whom (ARCHITECTURE.md, "Rooms"). Each room names all it may reach; anything else is refused.
 * `npm run verify` runs it.
 */
const PURE_PACKAGES = '^node_modules/(zod|ipaddr\\.js)/'
const TESTS = '\\.test\\.tsx?$'
/** Commands begin as plain .mjs and start their TypeScript by this. */
const LOADER = '^lib/cli/load-typescript\\.mjs$'

/** @param {string} room @param {string[]} mayImport */
const room = (room, mayImport) => ({
  name: `room-${room.replaceAll('/', '-')}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: TESTS },
  to: { path: '^(app|components|lib|e2e)/', pathNot: [LOADER, `^${room}/`, ...mayImport.map(other => `^${other}/`)] },
})

/** Pure rooms reach no Node module and no package but the pure ones. */
const pure = room => ({
  name: `pure-${room.replaceAll('/', '-')}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: TESTS },
  to: { dependencyTypesNot: ['local', 'aliased-tsconfig', 'aliased'], pathNot: PURE_PACKAGES },
})

/** The folders of the overlay, each above those it may import. Its own files are words of the field: they import none. */
const STOREYS = {
  lists: [],
  build: ['lists'],
  table: ['lists', 'build'],
  live: ['lists', 'build', 'table'],
  query: ['lists'],
  checks: ['lists', 'build', 'table'],
  trace: ['lists', 'build', 'checks'],
}

const storey = ([name, below]) => ({
  name: `overlay-${name}`,
  severity: 'error',
  from: { path: `^lib/overlay/${name}/`, pathNot: [TESTS, '/testing\\.ts$'] },
  to: { path: '^lib/overlay/.+/', pathNot: [name, ...below].map(other => `^lib/overlay/${other}/`) },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    room('lib/model', []),
    room('lib/iproute2', ['lib/model']),
    room('lib/platform', ['lib/model', 'lib/iproute2']),
    room('lib/overlay', ['lib/model']),
    ...Object.entries(STOREYS).map(storey),
    {
      name: 'overlay-words',
      severity: 'error',
      from: { path: '^lib/overlay/[^/]+\\.ts$', pathNot: [TESTS, '/(index|testing)\\.ts$'] },
      to: { path: '^lib/overlay/.+/' },
    },
    room('lib/change', ['lib/model', 'lib/platform', 'lib/overlay']),
    room('lib/packet', ['lib/model']),
    room('lib/ssh', ['lib/model']),
    room('lib/bus', ['lib/model']),
    room('lib/turns', []),
    room('lib/history', ['lib/model', 'lib/turns']),
    room('lib/collect', ['lib/model', 'lib/ssh', 'lib/platform', 'lib/overlay', 'lib/packet', 'lib/bus', 'lib/turns']),
    room('lib/apply', ['lib/model', 'lib/change', 'lib/collect', 'lib/platform', 'lib/ssh']),
    room('lib/server', [
      'lib/apply',
      'lib/model',
      'lib/iproute2',
      'lib/platform',
      'lib/overlay',
      'lib/packet',
      'lib/ssh',
      'lib/bus',
      'lib/change',
      'lib/collect',
      'lib/history',
      'lib/turns',
    ]),
    room('lib/client', ['lib/model', 'lib/overlay']),
    room('lib/cli', ['lib']),
    room('components', ['lib/client', 'lib/model']),
    room('app', ['lib/server', 'lib/model', 'components']),
    room('e2e', ['lib']),
    pure('lib/model'),
    pure('lib/iproute2'),
    pure('lib/platform'),
    pure('lib/overlay'),
    pure('lib/change'),
    pure('lib/packet'),
    {
      name: 'ssh2-only-in-ssh',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: ['^lib/ssh/', TESTS] },
      to: { path: '^node_modules/ssh2/' },
    },
    {
      name: 'libsql-only-in-history',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: ['^lib/history/', TESTS] },
      to: { path: '^node_modules/libsql/' },
    },
    {
      name: 'ui-knows-no-vxlan',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^(lib|components)/', pathNot: '^components/ui/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
  },
}
