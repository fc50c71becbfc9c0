// A shape says which fields the values of a change belong to, so that no name is sent: see scripts/lua/lib/write/shapes.lua.
import type { Argument } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import type { Change, StoredValues } from './change.js';

/** Lists of positions as JSON, counted from 1 as Lua does. */
const shapeOf = (...lists: readonly (readonly number[])[]): string =>
  `[${lists.map((list) => `[${list.map((position) => position + 1).join()}]`).join()}]`;

const wholeRows = new WeakMap<Schema, string>();

/** The shape of a row in which every field has a value. */
function wholeRow(schema: Schema): string {
  const known = wholeRows.get(schema);
  if (known !== undefined) return known;
  const made = shapeOf([...schema.fields.keys()]);
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
  const set = present(row, schema.fields.keys());
  target.push(shapeOf(set));
  pushValues(target, row, set);
}

function encodeUpdate(target: Argument[], change: Extract<Change, { op: 'update' }>): void {
  const { before, after, positions, compared } = change;
  const set = present(after, positions);
  const seen = present(before, compared);
  target.push(shapeOf(set, absent(after, positions), seen, absent(before, compared)));
  pushValues(target, after, set);
  pushValues(target, before, seen);
}

/** Put the shape of a change and its values behind the arguments of write.lua. */
export function encodeValues(target: Argument[], change: Change): void {
  switch (change.op) {
    case 'insert':
    case 'put':
      encodeRow(target, change.schema, change.row);
      return;
    case 'update':
      encodeUpdate(target, change);
      return;
    case 'increment':
      target.push(
        shapeOf(
          change.amounts.map(({ position }) => position),
          [],
        ),
      );
      for (const { amount } of change.amounts) target.push(amount);
      return;
    case 'delete':
      target.push('');
  }
}
