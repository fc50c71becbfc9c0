// A shape says which fields the values of a change belong to, so that no name is sent: see scripts/lua/lib/write/shapes.lua.
import type { Argument } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import type { Change, StoredValues } from './change.js';

/** A list of positions as JSON, counted from 1 as Lua does. */
const listOf = (positions: readonly number[]): string => `[${positions.map((position) => position + 1).join()}]`;

const shapeOf = (...lists: readonly (readonly number[])[]): string => `[${lists.map(listOf).join()}]`;

const wholeRows = new WeakMap<Schema, string>();

/** The shape of a row in which every field has a value. */
function wholeRow(schema: Schema): string {
  const known = wholeRows.get(schema);
  if (known !== undefined) return known;
  const made = shapeOf([...schema.columns.keys()]);
  wholeRows.set(schema, made);
  return made;
}

const present = (row: StoredValues, positions: Iterable<number>): number[] =>
  Array.from(positions).filter((position) => row[position] != null);

const absent = (row: StoredValues, positions: readonly number[]): number[] =>
  positions.filter((position) => row[position] == null);

function pushValues(target: Argument[], row: StoredValues, positions: readonly number[]): void {
  for (const position of positions) target.push(row[position]!);
}

function encodeRow(target: Argument[], schema: Schema, row: StoredValues): void {
  if (!row.includes(null)) {
    target.push(wholeRow(schema));
    for (const value of row) target.push(value!);
    return;
  }
  const set = present(row, schema.columns.keys());
  target.push(shapeOf(set));
  pushValues(target, row, set);
}

type Of<Op extends Change['op']> = Extract<Change, { op: Op }>;

function encodeUpdate(target: Argument[], change: Of<'update' | 'swap'>): void {
  const { before, after, positions, compared } = change;
  const set = present(after, positions);
  const seen = present(before, compared);
  target.push(shapeOf(set, absent(after, positions), seen, absent(before, compared)));
  pushValues(target, after, set);
  pushValues(target, before, seen);
}

function encodeUpsert(target: Argument[], { schema, row, given, by, named }: Of<'upsert'>): void {
  const set = present(row, schema.columns.keys());
  const index = by ? schema.indexes.indexOf(by) + 1 : 0;
  target.push(`[${listOf(set)},false,[],[],[${listOf(given)},${index},${named}]]`);
  pushValues(target, row, set);
}

function encodeIncrement(target: Argument[], { amounts }: Of<'increment'>): void {
  const positions = amounts.map(({ position }) => position);
  const isBounded = amounts.some(({ min, max }) => min !== undefined || max !== undefined);
  const bounded = isBounded ? positions.flatMap((position) => [position, position]) : [];
  target.push(isBounded ? shapeOf(positions, [], bounded) : shapeOf(positions, []));
  for (const { amount } of amounts) target.push(amount);
  if (isBounded) for (const { min = '', max = '' } of amounts) target.push(min, max);
}

/** Put the shape of a change and its values behind the arguments of write.lua. */
export function encodeValues(target: Argument[], change: Change): void {
  switch (change.op) {
    case 'insert':
    case 'put':
      encodeRow(target, change.schema, change.row);
      return;
    case 'update':
    case 'swap':
      encodeUpdate(target, change);
      return;
    case 'upsert':
      encodeUpsert(target, change);
      return;
    case 'increment':
      encodeIncrement(target, change);
      return;
    case 'delete':
      target.push('');
  }
}
