// What a row holds for the index of a getter is checked by who has the class: no script can tell what the getter gives.
import type { Binding } from '../entity/binding.js';
import { deriveRow } from '../entity/derive.js';
import type { KnownModel } from '../maintenance/known.js';
import type { FoundProblem, IndexReport } from '../maintenance/report.js';
import { type Target, targetOf } from '../maintenance/target.js';
import { repair, type VerifyOptions } from '../maintenance/verify.js';
import type { DerivedSchema, Schema } from '../schema/schema.js';
import { assignStored } from '../schema/stored.js';
import { VERSION, versionOf } from '../schema/version.js';
import { messageOf } from '../util/thrown.js';
import { shownName } from '../write/unique.js';
import { computeOne } from './compute-all.js';
import { refuseNewer } from './refuse-newer.js';
import { reindexModel } from './reindex-model.js';

type Row = readonly (string | null)[];

/** The positions among what is derived of those that every row has: of an index that is complete. */
function complete({ derived }: Schema, { indexes, fields }: KnownModel): number[] {
  const whole = indexes.filter(({ state }) => state === undefined).flatMap(({ at }) => at.map((i) => fields[i - 1]));
  return [...derived.keys()].filter((i) => derived[i]!.stored !== VERSION && whole.includes(derived[i]!.stored));
}

/** What getters give of a row that was read with all columns. */
function computedOf(schema: Schema, id: string, row: Row): Row {
  const stored = row.slice(0, schema.fields.length);
  const values = {};
  assignStored(schema, values, stored, id);
  return deriveRow({ schema, values, id }, stored).slice(schema.fields.length);
}

const problem = ({ stored }: DerivedSchema, id: string, fact?: string): FoundProblem =>
  fact === undefined ? ['computed', shownName(stored), id] : ['computed', shownName(stored), id, fact];

function problemsOf(schema: Schema, positions: readonly number[], id: string, row: Row): FoundProblem[] {
  const { derived, fields } = schema;
  try {
    const computed = computedOf(schema, id, row);
    return positions.filter((i) => computed[i] !== row[fields.length + i]).map((i) => problem(derived[i]!, id));
  } catch (error) {
    // a row that nobody could load, or a getter that throws
    return [problem(derived[positions[0]!]!, id, messageOf(error))];
  }
}

/** What is wrong with a row; nothing with one that is gone, or of another version. */
async function checkRow({ connection, schema }: Binding, positions: readonly number[], id: string) {
  const names = [...schema.columns.map(({ stored }) => stored), VERSION];
  const row = (await connection.direct.send('hmget', [schema.keyspace.entity(id), ...names])) as (string | null)[];
  const version = row.at(-1)!;
  if (row.every((value) => value === null) || versionOf(version) !== schema.version) return [];
  return problemsOf(schema, positions, id, row);
}

/** A model that a program declares, with what checks and mends what rows hold of its getters, and what the server knows of it. */
export function checkedTarget(binding: Binding): Target {
  const target = targetOf(binding.connection, binding.schema);
  const computed = async (ids: readonly string[], known: KnownModel, repairs: boolean): Promise<FoundProblem[]> => {
    const positions = complete(binding.schema, known);
    if (positions.length === 0) return [];
    const found = (await Promise.all(ids.map((id) => checkRow(binding, positions, id)))).flat();
    const wrong = new Set(found.filter(([, , , fact]) => fact === undefined).map(([, , id]) => id!));
    if (repairs) await Promise.all([...wrong].map((id) => computeOne(binding, id)));
    return found;
  };
  return { ...target, computed, learn: () => reindexModel(binding) };
}

/** Mend the indexes of a model, unless they are those of a newer program. */
export async function repairModel(binding: Binding, options: VerifyOptions): Promise<IndexReport> {
  await refuseNewer(binding, options.signal);
  return repair(checkedTarget(binding), options);
}
