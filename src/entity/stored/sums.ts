// Sums as scripts make them (lib/write/numbers.lua, decimals.lua, bounds.lua), for changes that are made here.
import type { FieldSchema } from '../../schema/schema.js';
import type { AddedAmount, Change, StoredValues } from '../../write/change.js';
import { refusalOf } from '../../write/refusal.js';
import type { Binding } from '../binding.js';
import { type Rewriting, rewriteStored } from './rewrite.js';

const NUMERAL = /^-?\d+(?:\.\d+)?$/;

const placesOf = (numeral: string): number => (numeral.split('.')[1] ?? '').length;

const scaled = (numeral: string, places: number): bigint =>
  BigInt(numeral.replace('.', '') + '0'.repeat(places - placesOf(numeral)));

/** The exact sum of two decimal numerals, with as many places as the longer one has. */
function addNumerals(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  const sum = scaled(a, places) + scaled(b, places);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  const sign = sum < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** The sum in stored form; undefined where it is not a number that the field can hold. */
function addStored({ codec }: FieldSchema, stored: string, by: string): string | undefined {
  if (codec.sum === 'decimal') return NUMERAL.test(stored) ? addNumerals(stored, by) : undefined;
  const sum: unknown = Number(stored) + Number(by);
  return codec.accepts(sum) ? codec.encode(sum) : undefined;
}

function isLess({ codec }: FieldSchema, a: string, b: string): boolean {
  if (codec.sum !== 'decimal') return Number(a) < Number(b);
  const places = Math.max(placesOf(a), placesOf(b));
  return scaled(a, places) < scaled(b, places);
}

const isBeyond = (field: FieldSchema, sum: string, { min, max }: AddedAmount): boolean =>
  (min !== undefined && isLess(field, sum, min)) || (max !== undefined && isLess(field, max, sum));

export type Increment = Extract<Change, { op: 'increment' }>;

function sumOf(change: Increment, amount: AddedAmount, row: StoredValues): string {
  const field = change.schema.fields[amount.position]!;
  const stored = row[amount.position] ?? null;
  const sum = addStored(field, stored ?? amount.from ?? '0', amount.amount);
  if (sum === undefined) throw refusalOf(change, 'NOT_A_NUMBER', field.stored, stored);
  if (isBeyond(field, sum, amount))
    throw refusalOf(change, 'OUT_OF_BOUNDS', field.stored, sum, String(change.amounts.indexOf(amount)));
  return sum;
}

/** What an increment makes of a row. */
export const rewritingBy =
  (change: Increment) =>
  (row: StoredValues): Rewriting => {
    const sums = [...row];
    for (const amount of change.amounts) sums[amount.position] = sumOf(change, amount, sums);
    return new Map(change.amounts.map(({ position }) => [position, sums[position]!]));
  };

/** Add to fields of an entity that getters with an index read: the sums are made here. */
export async function addHere(binding: Binding, change: Increment): Promise<readonly string[]> {
  const { id, amounts } = change;
  const rewritten = await rewriteStored(binding, id, rewritingBy(change));
  return amounts.map(({ position }) => rewritten!.row[position]!);
}
