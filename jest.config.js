const suite = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { sourceMaps: 'inline', jsc: { rewriteRelativeImportExtensions: false } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
  ...extra,
});

const withPostgres = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Unit tests stand beside the code; stories, faults and browser tests live in test/. */
export default {
  testTimeout: 60_000, // a loaded machine is no fault of the code
  maxWorkers: 2,
  projects: [
    suite('unit', ['<rootDir>/libs/**/*.spec.ts'], { testPathIgnorePatterns: ['/adapters/', '/platform/'] }),
    suite(
      'database',
      ['<rootDir>/libs/**/adapters/**/*.spec.ts', '<rootDir>/libs/platform/**/*.spec.ts'],
      withPostgres,
    ),
    suite('architecture', ['<rootDir>/test/architecture/**/*.spec.ts']),
    suite('e2e', ['<rootDir>/test/e2e/**/*.spec.ts'], withPostgres),
    suite('fault', ['<rootDir>/test/fault/**/*.spec.ts'], withPostgres),
  ],
};
