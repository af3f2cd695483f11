/**
 * Who may import whom (docs/decisions/0001-shape.md). Every rule has a planted violation in test/architecture, which
 * proves that it bites.
 */

const pure = 'recurrence|conflicts|scoring|assignment|scheduling|forecasting';
const notContexts = `kernel|platform|sdk`;
const spec = '\\.spec\\.ts$';
const testing = '^libs/.+/testing/';
const frontDoor = '^libs/[^/]+/index\\.ts$';
const npm = '^node_modules/';
const core = '^(?!(apps|libs|migrations|test|bench|scripts)/)[^.]+$'; // `fs`, `timers/promises`

/** `from` may import nothing but what matches. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [spec, testing] },
  to: { pathNot: allowed },
});

/** `from` must not import what matches. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    only('kernel-stands-alone', 'The kernel imports nothing.', '^libs/kernel/', ['^libs/kernel/']),
    only(
      'domain-is-pure',
      'A domain knows itself, the kernel and the pure libraries: no npm package, no node: module.',
      '^libs/([^/]+)/domain/',
      ['^libs/$1/domain/', '^libs/kernel/index\\.ts$', `^libs/(${pure})/index\\.ts$`],
    ),
    only(
      'use-cases-know-no-technology',
      'An application layer knows its domain, front doors, the kernel and @nestjs/cqrs.',
      '^libs/([^/]+)/application/',
      ['^libs/$1/(domain|application)/', '^libs/kernel/index\\.ts$', frontDoor, '^node_modules/@nestjs/cqrs/'],
    ),
    only(
      'front-doors-show-no-adapters',
      "A front door shows its context's domain and use cases.",
      `^libs/(?!(?:${notContexts})/)([^/]+)/index\\.ts$`,
      ['^libs/$1/(domain|application)/'],
    ),
    only(
      'adapters-meet-at-front-doors',
      'Adapters reach other contexts by their front doors.',
      '^libs/([^/]+)/adapters/',
      ['^libs/$1/', '^libs/(kernel|platform)/', frontDoor, npm, core],
    ),
    only(
      'modules-meet-at-modules',
      'The wiring of a context reaches others by their modules and front doors.',
      `^libs/(?!(?:${notContexts})/)([^/]+)/(?!index\\.ts$)[^/]+\\.ts$`,
      ['^libs/$1/', '^libs/(kernel|platform)/', frontDoor, '^libs/[^/]+/[^/]+\\.module\\.ts$', npm, core],
    ),
    only('platform-knows-no-context', 'The platform serves every context and knows none.', '^libs/platform/', [
      '^libs/platform/',
      '^libs/kernel/index\\.ts$',
      npm,
      core,
    ]),
    only('sdk-knows-only-the-api', 'The client knows the backend through openapi.yaml alone.', '^libs/sdk/', [
      '^libs/sdk/',
      npm,
      core,
    ]),
    only('apps-only-wire', 'Apps wire modules, schemas, front doors and the platform; they decide nothing.', '^apps/', [
      '^apps/',
      '^migrations/',
      '^libs/platform/',
      frontDoor,
      '^libs/[^/]+/[^/]+\\.module\\.ts$',
      '\\.schema\\.ts$',
      npm,
      core,
    ]),
    only(
      'migrations-stand-alone',
      'A migration means the same for ever, so it uses no code that changes.',
      '^migrations/',
      ['^migrations/', '^libs/platform/postgres/', npm, core],
    ),
    never(
      'one-file-knows-casl',
      'Permissions are declared in our own words; one file turns them into rules of CASL.',
      { pathNot: ['^libs/platform/permissions/casl\\.ts$', spec, testing, '^(test|bench)/'] },
      { path: '^node_modules/@casl/' },
    ),
    never(
      'tests-stay-tests',
      'Code that runs in production needs nothing of the tests.',
      { path: '^(apps|libs|migrations)/', pathNot: [spec, testing] },
      { path: [testing, spec, '^test/', '^bench/'] },
    ),
    never(
      'no-development-packages',
      'What production imports is installed in production.',
      { path: '^(apps|libs|migrations)/', pathNot: [spec, testing] },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'type-only'] },
    ),
    never('no-cycles', 'What depends on itself cannot be understood in parts.', {}, { circular: true }),
    never('no-dead-ends', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|\\.data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
