// A shape says which fields the values of a change belong to, so that no name is sent: see scripts/lua/lib/write/shapes.lua.
import type { FullTextSchema } from '../schema/full-text.js';
import type { Schema } from '../schema/schema.js';
import type { AddedAmount, Assignment, Change, StoredValues } from './change.js';
import { expiryPosition } from './descriptor.js';
import type { Encoder } from './encoder.js';

/** A list of positions as JSON, counted from 1 as Lua does. */
function listOf(positions: readonly number[]): string {
  // most name one field or none
  if (positions.length === 0) return '[]';
  if (positions.length === 1) return `[${positions[0]! + 1}]`;
  return `[${positions.map((position) => position + 1).join()}]`;
}

const shapeOf = (...lists: readonly (readonly number[])[]): string => `[${lists.map(listOf).join()}]`;

const wholeRows = new WeakMap<Schema, string>();

/** The terms of a text of a row, in its full-text index. */
function termsOf({ columns }: Schema, { field, terms }: FullTextSchema, row: StoredValues): string | null {
  const value = row[columns.indexOf(field)];
  return value == null ? null : terms(value);
}

/** A row with the terms of its texts behind it. */
function withTerms(schema: Schema, row: StoredValues): StoredValues {
  if (schema.texts.length === 0) return row;
  const values: (string | null)[] = [];
  for (let i = 0; i < schema.columns.length; i++) values.push(row[i] ?? null);
  for (const text of schema.texts) values.push(termsOf(schema, text, row));
  return values;
}

/** Positions that a change concerns, with those of the terms that follow from them. */
const withTextPositions = ({ columns, texts }: Schema, positions: readonly number[]): readonly number[] => {
  if (texts.length === 0) return positions;
  const concerned = [...texts.keys()].filter((i) => positions.includes(columns.indexOf(texts[i]!.field)));
  return concerned.length === 0 ? positions : [...positions, ...concerned.map((i) => columns.length + i)];
};

/** The shape of a row in which every field has a value. */
function wholeRow(schema: Schema, { length }: StoredValues): string {
  const known = wholeRows.get(schema);
  if (known !== undefined) return known;
  const made = shapeOf([...Array(length).keys()]);
  wholeRows.set(schema, made);
  return made;
}

/** Fields of which nothing was stored, and in which the writer saw something. */
const shownIn = ({ before, compared, shown }: Assignment): number[] =>
  shown ? compared.filter((position) => before[position] == null && shown.has(position)) : [];

function pushShown({ args }: Encoder, { shown }: Assignment, positions: readonly number[]): void {
  for (const position of positions) args.push(shown!.get(position)!);
}

const present = (row: StoredValues, positions: Iterable<number>): number[] =>
  Array.from(positions).filter((position) => row[position] != null);

const absent = (row: StoredValues, positions: readonly number[]): number[] =>
  positions.filter((position) => row[position] == null);

function pushValues({ args }: Encoder, row: StoredValues, positions: readonly number[]): void {
  for (const position of positions) args.push(row[position]!);
}

type Of<Op extends Change['op']> = Extract<Change, { op: Op }>;

function encodeRow(target: Encoder, change: Of<'insert' | 'put'>): void {
  const { schema } = change;
  const row = withTerms(schema, change.row);
  if (!row.includes(null)) {
    target.begin(change, wholeRow(schema, row));
    for (const value of row) target.args.push(value!);
    return;
  }
  const set = present(row, row.keys());
  target.begin(change, shapeOf(set));
  pushValues(target, row, set);
}

// by the position of the field
const single: string[] = [];

/** Most updates change one field, and compare it; whether that is such a one, and written. */
function encodeSingle(target: Encoder, change: Of<'update' | 'swap'>): boolean {
  const { schema, before, after, positions, compared } = change;
  const position = positions[0]!;
  if (positions.length !== 1 || compared.length !== 1 || compared[0] !== position || schema.texts.length > 0)
    return false;
  const [from, to] = [before[position], after[position]];
  if (from == null || to == null) return false;
  single[position] ??= shapeOf([position], [], [position], []);
  target.begin(change, single[position]);
  target.args.push(to, from);
  return true;
}

function encodeUpdate(target: Encoder, change: Of<'update' | 'swap'>): void {
  if (encodeSingle(target, change)) return;
  const { schema, before, compared, lacking = [] } = change;
  const positions = withTextPositions(schema, change.positions);
  const after = positions === change.positions ? change.after : withTerms(schema, change.after);
  const set = present(after, positions);
  const [seen, shown] = [present(before, compared), shownIn(change)];
  const lists = [set, absent(after, positions), [...seen, ...shown], absent(before, compared)];
  target.begin(
    change,
    lacking.length > 0 ? `[${lists.map(listOf).join()},false,${listOf(lacking)}]` : shapeOf(...lists),
  );
  pushValues(target, after, set);
  pushValues(target, before, seen);
  pushShown(target, change, shown);
}

function encodeUpsert(target: Encoder, change: Of<'upsert'>): void {
  const { schema, by, named } = change;
  const row = withTerms(schema, change.row);
  const given = withTextPositions(schema, change.given);
  const set = present(row, row.keys());
  const index = by ? schema.indexes.indexOf(by) + 1 : 0;
  target.begin(change, `[${listOf(set)},false,[],[],[${listOf(given)},${index},${named}]]`);
  pushValues(target, row, set);
}

/** A place for each bound of a sum, and for what it begins with. */
const threeOf = (position: number): number[] => [position, position, position];

function pushLimits({ args }: Encoder, amounts: readonly AddedAmount[]): void {
  for (const { min = '', max = '', from = '' } of amounts) args.push(min, max, from);
}

/** Amounts, and behind them what else is set. */
function encodeMixed(target: Encoder, change: Of<'increment'>, of: Assignment): void {
  const { schema, amounts } = change;
  const { before, after: row, lacking = [] } = of;
  const written = withTextPositions(schema, of.positions);
  const after = written === of.positions ? row : withTerms(schema, row);
  const [set, seen, shown] = [present(after, written), present(before, of.compared), shownIn(of)];
  const sums = amounts.map(({ position }) => position);
  const bounded = sums.flatMap(threeOf);
  const lists = [
    [...sums, ...set],
    absent(after, written),
    [...bounded, ...seen, ...shown],
    absent(before, of.compared),
  ];
  target.begin(change, `[${lists.map(listOf).join()},[${amounts.length}],${listOf(lacking)}]`);
  for (const { amount } of amounts) target.args.push(amount);
  pushValues(target, after, set);
  pushLimits(target, amounts);
  pushValues(target, before, seen);
  pushShown(target, of, shown);
}

function encodeAmounts(target: Encoder, change: Of<'increment'>): void {
  const { amounts } = change;
  const positions = amounts.map(({ position }) => position);
  const isBounded = amounts.some(({ min, max, from }) => (min ?? max ?? from) !== undefined);
  const bounded = isBounded ? positions.flatMap(threeOf) : [];
  target.begin(change, isBounded ? shapeOf(positions, [], bounded) : shapeOf(positions, []));
  for (const { amount } of amounts) target.args.push(amount);
  if (isBounded) pushLimits(target, amounts);
}

function encodeIncrement(target: Encoder, change: Of<'increment'>): void {
  if (change.set) encodeMixed(target, change, change.set);
  else encodeAmounts(target, change);
}

function encodeMigrated(target: Encoder, change: Of<'migrate'>): void {
  const row = withTerms(change.schema, change.row);
  const set = present(row, row.keys());
  // the one value behind the row belongs to no field
  target.begin(change, shapeOf(set, absent(row, [...row.keys()]), [0]));
  pushValues(target, row, set);
  target.args.push(JSON.stringify(change.old));
}

/** One value behind the change, which belongs to none of the fields that the row has from its writer. */
function encodeExpire(target: Encoder, change: Of<'expire'>): void {
  target.begin(change, `[[],[],[${expiryPosition(change.schema)}]]`);
  target.args.push(change.ttl ?? '');
}

function encodeMark(target: Encoder, change: Of<'mark'>): void {
  target.begin(change, shapeOf([change.position], []));
  target.args.push(change.value);
}

type Encode<Op extends Change['op']> = (target: Encoder, change: Of<Op>) => void;

const ENCODE: { readonly [Op in Change['op']]: Encode<Op> } = {
  insert: encodeRow,
  put: encodeRow,
  update: encodeUpdate,
  swap: encodeUpdate,
  upsert: encodeUpsert,
  increment: encodeIncrement,
  migrate: encodeMigrated,
  mark: encodeMark,
  expire: encodeExpire,
  touch: (target, change) => target.begin(change, '[[],[]]'),
  delete: (target, change) => target.begin(change, ''),
};

/** Put a change and its values behind the arguments of write.lua. */
export function encodeValues(target: Encoder, change: Change): void {
  (ENCODE[change.op] as Encode<Change['op']>)(target, change);
}
