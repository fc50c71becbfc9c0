import type * as Ulid from 'ulid';
import type * as Uuid from 'uuid';
import { load } from '../util/load.js';

/** A UUID of version 7: ids come in the order of their time. */
export const generateUuid = (): string => (load('uuid') as typeof Uuid).v7();

/** A ULID: 26 characters, in the order of their time. */
export const generateUlid = (): string => (load('ulid') as typeof Ulid).ulid();
