/** Fields with their values: an object, a Map, or anything else that gives pairs. */
export type HashValues<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T> | Iterable<readonly [string, T]>;

const isIterable = <T>(values: HashValues<T>): values is Iterable<readonly [string, T]> => Symbol.iterator in values;

/** The fields and values of an update, one by one. */
export function entriesOf<T>(values: HashValues<T>): Iterable<readonly [string, T]> {
  if (typeof values !== 'object' || values === null) {
    throw new TypeError(`values must be an object, a Map or pairs, not ${typeof values}. Give one of these.`);
  }
  return isIterable(values) ? values : Object.entries(values);
}
