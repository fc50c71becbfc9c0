import { DataRaceError, EntityDeletedError } from '../../errors/model.js';
import { assignStored } from '../../schema/stored.js';
import type { Change, StoredValues } from '../../write/change.js';
import { ChangeSet } from '../../write/change-set.js';
import type { Binding } from '../binding.js';
import { deriveUpdate } from '../derive.js';
import { loadRow } from '../loading/load.js';
import type { EntityValues } from '../snapshot.js';

/** How often others may be faster: each time one of them got on. */
const ATTEMPTS = 100;

/** What a rewrite makes of a row: the stored form of some fields, by position; undefined to leave it as it is. */
export type Rewriting = ReadonlyMap<number, string | null>;
type MakeRow = (row: StoredValues) => Rewriting | undefined;

/** A row before it was rewritten, and after. */
interface Rewritten {
  readonly before: StoredValues;
  readonly row: StoredValues;
}

/** The change that a rewrite makes of a row as it is now; undefined to leave it. */
export async function prepareRewrite(
  { connection, schema }: Binding,
  id: string,
  make: MakeRow,
): Promise<(Rewritten & { readonly change: Change }) | undefined> {
  const before = await loadRow(connection, schema, id);
  if (!before) throw new EntityDeletedError(schema.model, schema.primary.field.codec.decode(id) as string | number);
  const made = make(before);
  if (!made) return undefined;
  const row = schema.fields.map((_, position) => made.get(position) ?? (made.has(position) ? null : before[position]!));
  const values: EntityValues = {};
  assignStored(schema, values, row, id);
  const positions = [...made.keys()];
  const compared = [...positions];
  const after = deriveUpdate({ schema, values, id }, row, positions, compared);
  return { before, row, change: { op: 'update', schema, id, before, after, positions, compared } };
}

async function attempt(binding: Binding, id: string, make: MakeRow): Promise<Rewritten | undefined> {
  const prepared = await prepareRewrite(binding, id, make);
  if (prepared) await ChangeSet.of(prepared.change).write(binding.connection);
  return prepared;
}

/** Do something again as often as others are faster. */
export async function untilNoRace<T>(work: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DataRaceError) || left === 0) throw error;
    }
  }
}

/**
 * Change fields of an entity that getters with an index read: what they give is made here, of the row as it is stored.
 *
 * Redis: HMGET and one script that writes if nobody changed what was read meanwhile; the same again if somebody did.
 *
 * @throws EntityDeletedError where there is no entity
 */
export const rewriteStored = (binding: Binding, id: string, make: MakeRow): Promise<Rewritten | undefined> =>
  untilNoRace(() => attempt(binding, id, make));

/** The same; false where the entity went meanwhile. */
export async function rewriteIfThere(binding: Binding, id: string, make: MakeRow): Promise<boolean> {
  try {
    await rewriteStored(binding, id, make);
    return true;
  } catch (error) {
    if (error instanceof EntityDeletedError) return false;
    throw error;
  }
}
