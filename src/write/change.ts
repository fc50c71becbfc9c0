import type { IndexSchema, Schema } from '../schema/schema.js';

/** The stored form of each field of a schema, in its order, and in what is written of each derived value behind them; null where there is none. */
export type StoredValues = (string | null)[];

/** A field that leads to an entity which gets its id by the same call. */
export interface NewEnd {
  /** the place of the field */
  readonly position: number;
  /** the place of that entity's change in the call */
  readonly to: number;
}

interface Target {
  readonly schema: Schema;
  readonly ends?: readonly NewEnd[];
  /** how many milliseconds it lives from now, whatever its model says; null: for ever */
  readonly lives?: number | null;
  /** in stored form; empty where the server makes it */
  readonly id: string;
}

/** What is added to a field. */
export interface AddedAmount {
  /** its place among the fields of the schema */
  readonly position: number;
  readonly amount: string;
  /** what it is added to where nothing is stored, in stored form; 0 where it is not given */
  readonly from?: string | undefined;
  /** the least that the sum may be */
  readonly min?: string | undefined;
  /** the most that the sum may be */
  readonly max?: string | undefined;
}

/** Fields that a writer sets, of what he saw. */
export interface Assignment {
  /** what the writer saw */
  readonly before: StoredValues;
  readonly after: StoredValues;
  /** the fields to write */
  readonly positions: readonly number[];
  /** those that must still hold what the writer saw */
  readonly compared: readonly number[];
  /** what the writer saw in fields of which nothing was stored, by position: a row that has it by now is as he saw it */
  readonly shown?: ReadonlyMap<number, string> | undefined;
  /** those of `positions` that are set where nothing is stored, and else stay as they are */
  readonly lacking?: readonly number[] | undefined;
}

/** A row of another version, as it was read. */
interface OldShape {
  readonly version: string | false;
  /** by stored name */
  readonly row: Readonly<Record<string, string | undefined>>;
  /** the names that the new shape has no more */
  readonly gone: readonly string[];
}

/** One change of one entity in stored form. */
export type Change =
  | (Target & { readonly op: 'insert' | 'put'; readonly row: StoredValues })
  | (Target &
      Assignment & {
        /** `swap` tells what the fields to write held before */
        readonly op: 'update' | 'swap';
      })
  | (Target & {
      readonly op: 'upsert';
      /** what a new entity holds */
      readonly row: StoredValues;
      /** the fields that an entity which is there gets */
      readonly given: readonly number[];
      /** the unique index that tells whether it is there; undefined: its id */
      readonly by: IndexSchema | undefined;
      /** the caller named the id, rather than a generator */
      readonly named: boolean;
    })
  | (Target & {
      readonly op: 'increment';
      /** in the order in which they are added; several may be of one field */
      readonly amounts: readonly AddedAmount[];
      /** other fields that are set with them */
      readonly set?: Assignment;
    })
  | (Target & {
      /** a boolean field is set; refused where it is set already */
      readonly op: 'mark';
      readonly position: number;
      readonly value: string;
    })
  | (Target & {
      readonly op: 'expire';
      /** milliseconds that it lives from now; null: for ever */
      readonly ttl: number | null;
    })
  | (Target & {
      /** a row of another version comes into shape, where it is still as it was read */
      readonly op: 'migrate';
      readonly row: StoredValues;
      readonly old: OldShape;
    })
  | (Target & {
      readonly op: 'delete';
      /** refused where the entity is gone */
      readonly expected?: boolean;
    })
  /** it has to be there for what is done beside its row */
  | (Target & { readonly op: 'touch' });

/** The fields that a change sets, of what its writer saw. */
export function assignmentOf(change: Change): Assignment | undefined {
  return change.op === 'increment' ? change.set : 'before' in change ? change : undefined;
}

/** The row that a change gives, as far as its writer knows it. */
export const givenRow = (change: Change): StoredValues | undefined =>
  'row' in change ? change.row : assignmentOf(change)?.after;
