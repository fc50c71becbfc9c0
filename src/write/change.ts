import type { Schema } from '../schema/schema.js';

/** The stored form of each field of a schema, in its order; null where there is none. */
export type StoredValues = (string | null)[];

interface Target {
  readonly schema: Schema;
  /** in stored form; empty where the server makes it */
  readonly id: string;
}

/** What is added to a field. */
export interface Amount {
  /** its place among the fields of the schema */
  readonly position: number;
  readonly amount: string;
}

/** One change of one entity in stored form. */
export type Change =
  | (Target & { readonly op: 'insert' | 'put'; readonly row: StoredValues })
  | (Target & {
      readonly op: 'update';
      /** what the writer saw */
      readonly before: StoredValues;
      readonly after: StoredValues;
      /** the fields to write */
      readonly positions: readonly number[];
      /** those that must still hold what the writer saw */
      readonly compared: readonly number[];
    })
  | (Target & { readonly op: 'increment'; readonly amounts: readonly Amount[] })
  | (Target & { readonly op: 'delete' });
