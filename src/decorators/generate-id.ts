import type * as Ulid from 'ulid';
import type * as Uuid from 'uuid';
import { loadPackage } from '../util/load-package.js';

/** A UUID of version 7: ids come in the order of their time. */
export const generateUuid = (): string => (loadPackage('uuid') as typeof Uuid).v7();

/** A ULID: 26 characters, in the order of their time. */
export const generateUlid = (): string => (loadPackage('ulid') as typeof Ulid).ulid();
