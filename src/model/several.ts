import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import { isIterable } from '../util/is-iterable.js';

// how one id is written as a list; a long text is not repeated
function asList(given: unknown): string {
  const isShort = typeof given === 'string' && given.length <= 40;
  return isShort || typeof given === 'number' ? `[${JSON.stringify(given)}]` : 'an array of them';
}

const notSeveral = (call: string, what: string, given: unknown, wayOut: string): QueryError =>
  new QueryError(`${call} takes several ${what}, not ${describe(given)}. Give ${wayOut}.`);

/** The ids that a call was given; a string is one id, not its letters. */
export function severalOf<T>(call: string, given: Iterable<T>): Iterable<T> {
  if (isIterable(given)) return given;
  throw notSeveral(call, 'ids', given, asList(given));
}

/** The inputs that a call was given. */
export function severalInputs<T>(call: string, given: Iterable<T>): Iterable<T> {
  if (isIterable(given)) return given;
  throw notSeveral(call, 'inputs', given, 'an array of objects with the values of fields, or an iterable of them');
}
