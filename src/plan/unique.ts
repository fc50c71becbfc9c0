import type { Connection } from '../redis/connection/connection.js';
import { findUnique } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { noteRoundTrip } from '../util/observe.js';
import { passGates } from './gate.js';
import { decodeUnique, type RequestModel, type StoredRow } from './request.js';

/** What is asked of a unique index: who has a value. */
interface UniqueRequest {
  readonly model: RequestModel;
  /** what the keys of the index begin with */
  readonly index: string;
  /** the name of the number of its buckets */
  readonly buckets: string;
  /** in stored form */
  readonly value: string;
  /** stored names of the fields of the row */
  readonly fields: readonly string[];
}

/** The row of the holder of a unique value. */
export async function runUnique(
  connection: Connection,
  { model: { key, ids, counts }, index, buckets, value, fields }: UniqueRequest,
): Promise<StoredRow | undefined> {
  const input = { keys: { prefix: key, ids }, args: { index, counts, buckets, value }, rest: fields };
  noteRoundTrip();
  return decodeUnique(await passGates(connection, [key], [{ key: index }], () => run(connection, findUnique, input)));
}
