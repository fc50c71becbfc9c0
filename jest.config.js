/** Tests are compiled by swc (which emits `design:type`, as tsc does) and run as CommonJS. */
const swc = {
  sourceMaps: true,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'commonjs' },
};

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[tj]s$': ['@swc/jest', swc] },
  transformIgnorePatterns: [],
  moduleNameMapper: {
    '^redstart$': '<rootDir>/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // some tests start servers and programs, and a machine may be busy
  testTimeout: 400_000,
  // jest leaves one core to its user; nobody works on the machine of a CI
  maxWorkers: process.env.CI ? 2 : '50%',
};
