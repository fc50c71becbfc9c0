import type { Binding } from '../entity/binding.js';
import { streamRows } from '../plan/execute.js';
import type { StoredRow } from '../plan/request.js';
import { compileRequest } from '../query/compile/request.js';
import { UNASKED } from '../query/query-state.js';
import type { FieldSchema } from '../schema/schema.js';

/** Rows on their way at the same time. */
const AT_ONCE = 50;

interface OverRowsOptions {
  /** Whose values a row has. @default none, its id alone */
  readonly fields?: readonly FieldSchema[];
  /** Called with how many more are done. */
  readonly seen?: ((rows: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Do something with every row of a model, some of them at the same time. */
export async function overRows(
  { connection, schema }: Binding,
  { fields, seen, signal }: OverRowsOptions,
  work: (row: StoredRow) => Promise<unknown>,
): Promise<void> {
  const columns = fields?.map(({ stored }) => stored);
  let batch: Promise<unknown>[] = [];
  const settle = async () => {
    await Promise.all(batch);
    seen?.(batch.length);
    batch = [];
  };
  for await (const row of streamRows(connection, compileRequest(schema, UNASKED, columns))) {
    signal?.throwIfAborted();
    if (batch.push(work(row)) === AT_ONCE) await settle();
  }
  if (batch.length > 0) await settle();
}
