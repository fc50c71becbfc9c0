import type { FieldType, JsonForm } from './field-type.js';

function encoded<V>(type: FieldType<V>, value: V): string {
  const stored: unknown = type.encode(value);
  if (typeof stored === 'string' && stored.isWellFormed()) return stored;
  throw new TypeError(
    `encode() of the field type ${type.name} must give a string without lone surrogates, and gave ${typeof stored}. Correct the type.`,
  );
}

/** Encodes, the first value twice: stored forms are compared instead of values, so that one value has one. */
function encoder<V>(type: FieldType<V>): (value: V) => string {
  let isTried = false;
  return (value) => {
    const stored = encoded(type, value);
    if (isTried) return stored;
    if (encoded(type, value) !== stored)
      throw new TypeError(
        `encode() of the field type ${type.name} gives another text each time, and must give equal values one form. Have it do so, as by an encryption whose initialization vector is made of the value; or store the text itself in Field.text(), with a getter and a setter for what it stands for.`,
      );
    isTried = true;
    return stored;
  };
}

function accepted(type: FieldType, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  try {
    return type.accepts(value);
  } catch {
    return false;
  }
}

/** The types of the library, which are asked for by name: one of a user's would pass for them. */
const TAKEN: ReadonlySet<unknown> = new Set(
  'bigint boolean bytes date datetime decimal enum float foreign geo integer json members text time uuid'.split(' '),
);

function lackOfJson(json: JsonForm | null): string | undefined {
  const isForm = typeof json === 'object' && json !== null && typeof json.schema === 'object' && json.schema !== null;
  if (!isForm) return 'json must be an object with a schema, as in { schema: { type: "string" }, read, write }';
  const wrong = (['read', 'write'] as const).find((name) => !['undefined', 'function'].includes(typeof json[name]));
  return wrong && `json.${wrong} must be a function, or left out`;
}

/** What a user's field type lacks, or undefined. */
export function lackOf(type: Partial<Record<keyof FieldType, unknown>> | null | undefined): string | undefined {
  if (typeof type !== 'object' || type === null) return 'it is not an object';
  for (const name of ['name', 'expected'] as const)
    if (typeof type[name] !== 'string' || type[name] === '') return `${name} must be a string`;
  if (TAKEN.has(type.name)) return `name must be another one than "${type.name}", which is a type of the library`;
  for (const name of ['accepts', 'encode', 'decode'] as const)
    if (typeof type[name] !== 'function') return `${name} must be a function`;
  for (const name of ['hold', 'copy'] as const)
    if (type[name] !== undefined && typeof type[name] !== 'function') return `${name} must be a function, or left out`;
  if (type.json !== undefined && lackOfJson(type.json as JsonForm | null))
    return lackOfJson(type.json as JsonForm | null);
  return [undefined, 'number', 'text'].includes(type.order as string | undefined)
    ? undefined
    : "order must be 'number' or 'text', or left out";
}

// what a function of the user's cannot read is refused as it is
function attempted(work: (given: unknown) => unknown): (given: unknown) => unknown {
  return (given) => {
    try {
      return work(given);
    } catch {
      return given;
    }
  };
}

function jsonOf<V>({ json }: FieldType<V>): JsonForm<V> | undefined {
  if (!json) return undefined;
  const { schema, of, read, write } = json;
  return {
    schema,
    ...(of && { of }),
    ...(read && { read: attempted((form) => json.read!(form)) }),
    ...(write && { write: (value: V) => json.write!(value) }),
  };
}

/** A field type of a user, held to what the library relies on; the user's object stays as it is. */
export function ownType<V>(type: FieldType<V>): FieldType<V> {
  const { name, expected, order } = type;
  const json = jsonOf(type);
  return {
    name,
    expected,
    ...(order && { order }),
    accepts: (value): value is V => accepted(type as FieldType, value),
    encode: encoder(type),
    decode: (stored) => type.decode(stored),
    ...(json && { json }),
    ...(type.hold && { hold: attempted((given) => type.hold!(given)) as (given: unknown) => V }),
    ...(type.copy && { copy: (value: V) => type.copy!(value) }),
  };
}
