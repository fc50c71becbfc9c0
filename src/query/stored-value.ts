import type { Connection } from '../redis/connection/connection.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { showBy } from '../util/shown.js';

/** The value that a field of a stored entity has when it is asked: in a condition it is read by the script that answers. */
export class StoredValue {
  static {
    showBy(StoredValue, ({ schema, field, id }) => [`${schema.model}.${field.property}`, id]);
  }

  constructor(
    readonly schema: Schema,
    readonly connection: Connection,
    /** in stored form */
    readonly id: string,
    readonly field: FieldSchema,
  ) {}
}
