// Takes the place of load-package.ts in the file for bundlers, which follow imports alone.
import * as classTransformer from 'class-transformer';
import * as ulid from 'ulid';
import * as uuid from 'uuid';
import * as zod from 'zod';

const PACKAGES: Readonly<Record<string, unknown>> = { 'class-transformer': classTransformer, ulid, uuid, zod };

/** A package that few programs need. */
export const loadPackage = (name: string): unknown => PACKAGES[name];
