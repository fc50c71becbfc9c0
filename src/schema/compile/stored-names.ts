import { SchemaError } from '../../errors/model.js';
import type { FullTextSchema } from '../full-text.js';
import { EXPIRES } from '../lifetime.js';
import type { FieldSchema } from '../schema.js';
import { VERSION } from '../version.js';

/** What a model keeps of a row beside its fields. */
const KEPT = [VERSION, EXPIRES];

/**
 * Everything in a row has a name of its own: the words of a text with `{ name: 'b' }` would stand where a property `b` keeps its text
 * without case, and either would read the other's.
 */
export function refuseSharedNames(
  model: string,
  columns: readonly FieldSchema[],
  texts: readonly FullTextSchema[],
): void {
  const owners = new Map(columns.map(({ stored, property }) => [stored, property]));
  for (const { field, stored } of texts) {
    const other = owners.get(stored) ?? (KEPT.includes(stored) ? `the ${stored.slice(1)} of a row` : undefined);
    if (other !== undefined)
      throw new SchemaError(
        `${model}.${field.property}: its words would be stored as ${stored}, which is taken by ${other}. Give the field another name, as in @Field.text({ name: 'other' }).`,
      );
  }
}
