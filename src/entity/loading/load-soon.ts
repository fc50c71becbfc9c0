// All rows that are asked for within a tick come in one round trip for each model: a loop over a hundred references is one call.
import type { StoredValues } from '../../write/change.js';
import type { Binding } from '../binding.js';
import { loadRow, loadRows } from './load.js';
import { toldOnce } from './told.js';

type Row = StoredValues | undefined;

const readAll = async ({ connection, schema }: Binding, ids: readonly string[]): Promise<Row[]> =>
  ids.length === 1 ? [await loadRow(connection, schema, ids[0]!)] : loadRows(connection, schema, ids);

/** What one tick asks of one model. */
class Batch {
  private readonly ids = new Set<string>();
  private readonly rows: Promise<ReadonlyMap<string, Row>>;

  constructor(binding: Binding, started: () => void) {
    this.rows = endOfTick().then(async () => {
      started();
      const ids = [...this.ids];
      const found = await toldOnce(binding, 'load', () => readAll(binding, ids));
      return new Map(ids.map((id, i) => [id, found[i]]));
    });
  }

  async row(id: string): Promise<Row> {
    this.ids.add(id);
    return (await this.rows).get(id);
  }
}

// behind all promises that go on now, so that what they ask for is part of the same batch
const endOfTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const batches = new WeakMap<Binding, Batch>();

/** The stored row of an entity, read together with all others that are asked for in the same tick. */
export function loadSoon(binding: Binding, id: string): Promise<Row> {
  const known = batches.get(binding);
  if (known) return known.row(id);
  const made = new Batch(binding, () => batches.delete(binding));
  batches.set(binding, made);
  return made.row(id);
}
