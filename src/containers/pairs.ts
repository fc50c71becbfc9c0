import { isIterable } from '../util/is-iterable.js';

/** Keys with values as a call takes them: an object, a Map, or anything else that gives pairs. */
type PairsInput<K, V> = Iterable<readonly [K, V]> | Readonly<Record<string, V>>;

/**
 * The keys and values that a call was given, one by one.
 *
 * @throws TypeError for what does not give any
 */
export function* pairsOf<K, V>(name: string, input: PairsInput<K, V>): Generator<readonly [K, V], void, undefined> {
  if (typeof input !== 'object' || input === null) {
    throw new TypeError(`${name} must be an object, a Map or pairs, not ${typeof input}. Give one of these.`);
  }
  if (!isIterable(input)) return yield* Object.entries(input) as unknown as [K, V][];
  for (const pair of input as Iterable<readonly [K, V]>) {
    if (!Array.isArray(pair)) throw new TypeError(`${name} must give pairs, not ${typeof pair}. Give [key, value].`);
    yield pair as unknown as readonly [K, V];
  }
}
