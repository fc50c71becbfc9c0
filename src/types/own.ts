import type { FieldType } from './field-type.js';

function encoded<V>(type: FieldType<V>, value: V): string {
  const stored: unknown = type.encode(value);
  if (typeof stored === 'string' && stored.isWellFormed()) return stored;
  throw new TypeError(
    `encode() of the field type ${type.name} must give a string without lone surrogates, and gave ${typeof stored}. Correct the type.`,
  );
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

/** What a user's field type lacks, or undefined. */
export function lackOf(type: Partial<Record<keyof FieldType, unknown>> | null | undefined): string | undefined {
  if (typeof type !== 'object' || type === null) return 'it is not an object';
  for (const name of ['name', 'expected'] as const)
    if (typeof type[name] !== 'string' || type[name] === '') return `${name} must be a string`;
  if (TAKEN.has(type.name)) return `name must be another one than "${type.name}", which is a type of the library`;
  for (const name of ['accepts', 'encode', 'decode'] as const)
    if (typeof type[name] !== 'function') return `${name} must be a function`;
  return [undefined, 'number', 'text'].includes(type.order as string | undefined)
    ? undefined
    : "order must be 'number' or 'text', or left out";
}

/** A field type of a user, held to what the library relies on; the user's object stays as it is. */
export function ownType<V>(type: FieldType<V>): FieldType<V> {
  const { name, expected, order } = type;
  return {
    name,
    expected,
    ...(order && { order }),
    accepts: (value): value is V => accepted(type as FieldType, value),
    encode: (value) => encoded(type, value),
    decode: (stored) => type.decode(stored),
  };
}
