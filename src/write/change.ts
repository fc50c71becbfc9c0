import type { Argument } from '../redis/connection/connection.js';

export type Pairs = readonly (readonly [field: string, value: string])[];

/** One change of one entity in stored form; `id` is empty where the server makes it. */
export type Change =
  | { readonly op: 'insert' | 'put'; readonly id: string; readonly set: Pairs }
  | {
      readonly op: 'update';
      readonly id: string;
      readonly set: Pairs;
      readonly unset: readonly string[];
      /** what the changed fields must still hold; undefined: nothing */
      readonly expected: readonly (readonly [field: string, value: string | undefined])[];
    }
  | {
      readonly op: 'increment';
      readonly id: string;
      readonly by: readonly (readonly [field: string, amount: string, kind: 'integer' | 'float' | 'decimal'])[];
    }
  | { readonly op: 'delete'; readonly id: string };

/** A list with its length before it, as lib/arguments.lua reads it. */
function putList(target: Argument[], tuples: readonly (readonly string[])[]): void {
  const width = tuples[0]?.length ?? 0;
  target.push(tuples.length * width);
  for (const tuple of tuples) for (const part of tuple) target.push(part);
}

const isPresent = (pair: readonly [string, string | undefined]): pair is readonly [string, string] =>
  pair[1] !== undefined;

/** Put a change behind the arguments of write.lua. */
export function encodeChange(target: Argument[], change: Change): void {
  target.push(change.op, 1, change.id);
  if (change.op === 'increment') putList(target, change.by);
  if (change.op === 'insert' || change.op === 'put' || change.op === 'update') putList(target, change.set);
  if (change.op !== 'update') return;
  putList(
    target,
    change.unset.map((field) => [field]),
  );
  putList(target, change.expected.filter(isPresent));
  putList(
    target,
    change.expected.filter((pair) => !isPresent(pair)).map(([field]) => [field]),
  );
}
