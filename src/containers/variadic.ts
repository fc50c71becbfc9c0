import { isIterable } from '../util/is-iterable.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { Container } from './container.js';

/** A value that can stand alone among arguments; one that is iterable itself can only be given inside a list. */
export type Single<T> = T extends string | number | bigint | boolean | Uint8Array
  ? T
  : T extends Iterable<unknown>
    ? never
    : T;

/**
 * Values as a call takes them: one by one, or all in one iterable. A single array (or another iterable, but text and
 * bytes) is always a list of values, whatever the codec: where a value is an array itself, give `[value]`.
 */
export type Values<T> = readonly Single<T>[] | readonly [values: Iterable<T>];

/** Values of a call that takes a list only. */
export type Several<T> = Iterable<T> & object;

/** Other containers as a call takes them: one by one, or all in one iterable. */
export type Others<C> = readonly C[] | readonly [others: Iterable<C>];

/** The same, with options behind the iterable: `a.union([b, c], { ... })`. */
export type OthersAnd<C, O> = readonly C[] | readonly [others: Iterable<C>, options?: O];

/** Where the result of a `...Store` call goes: a container, or a key. */
export type Destination<C> = C | string;

const isList = (value: unknown): value is Iterable<unknown> => isIterable(value) && !ArrayBuffer.isView(value);

// also of an array, in which a place that was never set would be passed over by whatever checks the values
const toArray = <T>(values: Iterable<T>): readonly T[] => [...values];

/** The values of a call that takes a list only; a text is not a list of its characters. */
export function several<T>(name: string, values: Several<T>): readonly T[] {
  if (isList(values)) return toArray(values) as readonly T[];
  throw new TypeError(`${name} must be an array or another iterable, not ${typeof values}. Give [value] for one.`);
}

/** The values that a call was given. */
export function listOf<T>(args: Values<T>): readonly T[] {
  return args.length === 1 && isList(args[0]) ? toArray(args[0] as Iterable<T>) : (args as readonly T[]);
}

function checkOthers<C extends Container>(others: readonly unknown[]): readonly C[] {
  const at = others.findIndex((other) => !(other instanceof Container));
  if (at < 0) return others as readonly C[];
  throw new TypeError(
    `The others must be containers, and one is ${typeof others[at]}. Give options behind a list: union([a, b], { ... }).`,
  );
}

/** The containers that a call was given, and its options. */
export function othersAnd<C extends Container, O extends object>(
  call: string,
  args: OthersAnd<C, O>,
  names: OptionNames<O>,
): [others: readonly C[], options: Partial<O>] {
  const [first, second = {}] = args;
  if (!isList(first)) return [checkOthers(args), {}];
  return [checkOthers(toArray(first)), knownOptions(call, second as O, names)];
}

/** The containers that a call without options was given. */
export const othersOf = <C extends Container>(call: string, args: Others<C>): readonly C[] =>
  othersAnd<C, object>(call, args, {})[0];
