import type { Binding } from '../entity/binding.js';
import { toldOnce } from '../entity/loading/told.js';
import { incrementStored, readStored, setAbsent, setStored, swapStored } from '../entity/stored/by-id.js';
import { QueryError } from '../errors/query.js';
import { ownProperty } from '../query/field-reference.js';
import { fieldReferences } from '../query/field-references.js';
import { StoredValue } from '../query/stored-value.js';
import { describe } from '../schema/describe.js';
import { legible } from '../schema/newer.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { decodeStored, defaultOf } from '../schema/stored.js';

const HELP = 'Name one, as in User.field(7, (user) => user.hits).';

/** The field that a callback names. */
export function namedField(schema: Schema, call: string, of: unknown): FieldSchema {
  if (typeof of !== 'function')
    throw new QueryError(`${call} takes a function that names a field, not ${describe(of)}. ${HELP}`);
  const property = ownProperty(schema, of(fieldReferences(schema)));
  if (property === undefined)
    throw new QueryError(`The function given to ${call} names no field of ${schema.model}. ${HELP}`);
  const field = schema.byProperty.get(property);
  if (!field)
    throw new QueryError(
      `${schema.model}.${property} is a getter: it is computed. Name one of the fields that it reads.`,
    );
  if (field !== schema.primary.field) return field;
  throw new QueryError(
    `${schema.model}.${field.property} is the primary key, which does not change. Use exists() to ask for it, or name another field.`,
  );
}

/** Bounds of a sum. */
interface Bounds {
  readonly min?: unknown;
  readonly max?: unknown;
}

const ONE: Readonly<Record<string, unknown>> = { bigint: 1n, decimal: '1' };

/** One field of one stored entity: what `Model.field()` gives; its type says which of the methods there are. */
export class EntityField extends StoredValue {
  constructor(
    private readonly binding: Binding,
    id: string,
    field: FieldSchema,
  ) {
    super(binding.schema, binding.connection, id, field);
  }

  async get(): Promise<unknown> {
    const row = await toldOnce(this.binding, 'field.get', () => readStored(this.binding, this.id, [this.field]));
    return row && legible(this.binding.connection, () => this.decode(row[0]!));
  }

  set(value: unknown): Promise<void> {
    return setStored(this.binding, this.id, this.field, value);
  }

  setIfAbsent(value: unknown): Promise<boolean> {
    return setAbsent(this.binding, this.id, this.field, value);
  }

  async getAndSet(value: unknown): Promise<unknown> {
    const held = await swapStored(this.binding, this.id, this.field, value);
    // what get() would have given
    return held === null ? this.unstored() : this.decode(held);
  }

  async increment(by: unknown = ONE[this.field.codec.name] ?? 1, { min, max }: Bounds = {}): Promise<unknown> {
    const { property } = this.field;
    return this.decode(await incrementStored(this.binding, this.id, { [property]: { by, min, max } }));
  }

  async delete(): Promise<boolean> {
    return (await swapStored(this.binding, this.id, this.field, undefined)) !== null;
  }

  private unstored(): unknown {
    return this.field.optional ? undefined : defaultOf(this.binding.schema, this.field);
  }

  private decode(stored: string | null): unknown {
    return decodeStored(this.binding.schema, this.field, stored, this.id);
  }
}
