import { createRequire } from 'node:module';

/** The version of this package, which finds itself by its name: from its sources as from its bundle. */
export const { version: VERSION } = createRequire(import.meta.url)('redstart/package.json') as {
  readonly version: string;
};
