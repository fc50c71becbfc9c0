import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { changeSchema } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { schemaError } from '../scripts/schema-changed.js';
import { descriptorOf, migrationDescriptor } from '../write/descriptor.js';
import { type KnownModel, parseModel } from './known.js';
import type { FoundProblem } from './report.js';

/**
 * How long readers rely on what the server said of indexes, in ms; and how long an index rests, which writers keep, between being given up and
 * being deleted, so that no query reads what is left of one.
 */
export const RELIED_ON = 1000;
const REST = RELIED_ON + RELIED_ON / 2;

/** A model whose keys are looked after: as a program declares it, or as the server knows it. */
export interface Target {
  readonly connection: Connection;
  /** the descriptor, and its text */
  readonly here: KnownModel;
  readonly json: string;
  /** whether it says which fields and indexes are wanted, so that others may go */
  readonly decides: boolean;
  /** that of the program, where it has the class */
  readonly schema?: Schema;
  /** What is wrong with what rows hold of getters, mended where that is asked; the server's view of the model says which indexes are complete. */
  readonly computed?: (ids: readonly string[], known: KnownModel, repairs: boolean) => Promise<readonly FoundProblem[]>;
  /** Has the server learn the model again, and what its indexes hold, where it has forgotten. */
  readonly learn?: () => Promise<unknown>;
  /** how long an index that is given up rests before its keys are deleted, in ms */
  readonly rest: number;
}

/** A model that a program declares. */
export function targetOf(connection: Connection, schema: Schema): Target {
  const json = descriptorOf(schema).text;
  return { connection: connection.direct, json, here: parseModel(json), decides: true, schema, rest: REST };
}

/** Let the server know that older rows of a model are brought up: before the first, and behind the last one. */
export async function tellMigration(
  connection: Connection,
  schema: Schema,
  migration: 'begun' | 'done',
): Promise<void> {
  const target = knownTarget(connection, migrationDescriptor(schema, migration).text);
  // the rows are as the steps made them: what else an older program declared is in none
  await changeStates({ ...target, decides: migration === 'done' }, {});
}

/** A model as the server knows it: nothing of it is news to the server. */
export const knownTarget = (connection: Connection, json: string): Target => ({
  connection: connection.direct,
  json,
  here: parseModel(json),
  decides: false,
  rest: REST,
});

/** What becomes of an index, by its identity; since when it rests, where it is stale from now on, or is stale, where its keys are gone. */
export type StateChanges = Readonly<
  Record<string, { readonly to: 'building' | 'resting' | 'stale' | 'complete' | 'gone'; readonly since?: string }>
>;

/**
 * Declare a model, and change the states of its indexes; gives what the server knows then.
 *
 * Redis: one script, atomic.
 *
 * @throws SchemaChangedError where the declaration contradicts what is stored
 */
export async function changeStates(target: Target, changes: StateChanges, build = ''): Promise<KnownModel> {
  const { connection, here, json, decides } = target;
  const input = {
    keys: { prefix: here.key, ids: here.ids },
    args: { model: json, changes: JSON.stringify(changes), build, settles: decides ? 1 : 0 },
  };
  try {
    return parseModel((await run(connection, changeSchema, input)) as string);
  } catch (error) {
    throw schemaError(error);
  }
}
