// Values that getters make of the fields, for their indexes. They are stored beside the fields, so that a script finds and
// removes their entries whoever deletes the entity; a write that may change one sends it with the fields that it was made of,
// which must be on the server as they were here.
import { SchemaError, ValidationError } from '../errors/model.js';
import { describeIn } from '../schema/describe.js';
import type { DerivedSchema, Schema } from '../schema/schema.js';
import type { StoredValues } from '../write/change.js';
import type { EntityValues } from './snapshot.js';

/** An entity as its getters see it: its class with the values of its fields, which notes those that are read. */
interface View {
  readonly object: EntityValues;
  values: EntityValues;
  id: string;
  read: Set<number>;
}

function idOf({ id }: View, { model, primary: { field } }: Schema): unknown {
  if (id !== '') return field.codec.decode(id);
  throw new SchemaError(
    `${model}: a getter with an index reads ${field.property}, which the server makes when the entity is written. Use an id that is made here, as Field.id({ generate: 'ulid' }) does.`,
  );
}

function makeView(schema: Schema): View {
  const view: View = { object: Object.create(schema.prototype) as EntityValues, values: {}, id: '', read: new Set() };
  Object.defineProperty(view.object, schema.primary.field.property, { get: () => idOf(view, schema) });
  for (const [position, { property }] of schema.fields.entries())
    Object.defineProperty(view.object, property, {
      get() {
        view.read.add(position);
        return view.values[property];
      },
    });
  return view;
}

const views = new WeakMap<Schema, View>();

/** The view of a model, made once. */
function viewOf(schema: Schema): View {
  const view = views.get(schema) ?? makeView(schema);
  views.set(schema, view);
  return view;
}

interface Derived {
  /** in stored form */
  readonly value: string | null;
  /** positions of the fields that it was made of */
  readonly read: ReadonlySet<number>;
}

function storedForm({ model }: Schema, field: DerivedSchema, value: unknown): string | null {
  const { property, codec } = field;
  if (value === undefined) return null;
  if (codec.accepts(value)) return codec.encode(value);
  throw new ValidationError(model, [
    { field: property, expected: `${codec.expected}, or undefined, from the getter`, found: describeIn(field, value) },
  ]);
}

/** What was read so far by each getter: a branch that is not taken today may be taken tomorrow. */
const everRead = new WeakMap<DerivedSchema, Set<number>>();

function note(field: DerivedSchema, read: ReadonlySet<number>): void {
  const all = everRead.get(field) ?? new Set();
  everRead.set(field, all);
  for (const position of read) all.add(position);
}

function derive(schema: Schema, values: EntityValues, id: string): Derived[] {
  const view = viewOf(schema);
  view.values = values;
  view.id = id;
  return schema.derived.map((field) => {
    view.read = new Set();
    const value = storedForm(schema, field, field.make.call(view.object));
    note(field, view.read);
    return { value, read: view.read };
  });
}

/** The values of an entity with those that a save sets; one that was never saved since the field was added has what it was given. */
function stamped({ fields, stamps }: Schema, values: EntityValues, stored: StoredValues): EntityValues {
  if (stamps.length === 0) return values;
  const there = stamps.filter((at) => stored[at] != null);
  const set = there.map((at) => [fields[at]!.property, fields[at]!.codec.decode(stored[at]!)]);
  return { ...values, ...Object.fromEntries(set) };
}

/** An entity that values are derived of. */
export interface Origin {
  readonly schema: Schema;
  /** by property */
  readonly values: EntityValues;
  /** in stored form; empty where the server makes it */
  readonly id: string;
}

/** A whole row with the derived values behind its fields. */
export function deriveRow({ schema, values, id }: Origin, stored: StoredValues): StoredValues {
  if (schema.derived.length === 0) return stored;
  const derived = derive(schema, stamped(schema, values, stored), id);
  return [...stored, ...derived.map(({ value }) => value)];
}

/** Whether a getter with an index may read one of the fields at these positions. */
export const isDerivedFrom = ({ derived }: Schema, positions: readonly number[]): boolean =>
  derived.some((field) => mayRead(field, NOTHING, positions));

const NOTHING: ReadonlySet<number> = new Set();

const mayRead = (field: DerivedSchema, read: ReadonlySet<number>, positions: readonly number[]): boolean =>
  positions.some((at) => read.has(at) || field.mentions.has(at) || everRead.get(field)?.has(at) === true);

/**
 * The row of an update with those derived values behind it that may change with the fields at `positions`; these positions and
 * those of the fields that must be unchanged for it are added to the lists.
 */
export function deriveUpdate(
  { schema, values, id }: Origin,
  stored: StoredValues,
  positions: number[],
  compared: number[],
): StoredValues {
  if (schema.derived.length === 0) return stored;
  const after = [...stored];
  const written = [...positions];
  for (const [i, { value, read }] of derive(schema, stamped(schema, values, stored), id).entries()) {
    if (!mayRead(schema.derived[i]!, read, written)) continue;
    const at = schema.fields.length + i;
    after[at] = value;
    positions.push(at);
    for (const position of read)
      if (!positions.includes(position) && !compared.includes(position)) compared.push(position);
  }
  return after;
}
