import { createRequire } from 'node:module';

/** Load a package at its first use: what few programs need must not make all of them start slowly. */
export const loadPackage = createRequire(import.meta.url) as (name: string) => unknown;
