// Two entities with one value of an index that is built, and that has to be unique.
import { UniqueError } from '../errors/model.js';
import { HIDDEN } from '../schema/value-text.js';
import { shownName, uniqueError, uniqueFields } from '../write/unique.js';
import type { KnownModel } from './known.js';
import type { Target } from './target.js';

/** The stored names of the fields of a unique index. */
function storedNames({ indexes, fields }: KnownModel, name: string): string[] {
  const index = indexes.find((one) => one.kind === 'unique' && one.name === name);
  return (index?.at ?? []).map((position) => fields[position - 1]!);
}

/** The error of an index that is built, as `id` has a value that `holder` has already. */
export async function duplicateError(
  { connection, here, schema }: Target,
  [id, name, holder]: readonly [id: string, name: string, holder: string],
): Promise<UniqueError> {
  const ids = [holder, id].map((text) => (here.integer ? Number(text) : text)) as [string, string];
  const fields = schema && uniqueFields(schema, name);
  const names = fields?.map(({ stored }) => stored) ?? storedNames(here, name);
  const values = (await connection.send('hmget', [`${here.key}:${id}`, ...names])) as (string | null)[];
  if (fields) return uniqueError(schema, fields, values, ids);
  const isHidden = (stored: string): boolean => here.hidden.includes(here.fields.indexOf(stored) + 1);
  const shown = values.map((value, i) => (isHidden(names[i]!) ? HIDDEN : value));
  return new UniqueError(here.model, names.map(shownName), shown, ...ids);
}
