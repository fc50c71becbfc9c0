import { inspect } from 'node:util';

/**
 * Have console.log() and JSON.stringify() show the objects of a class in one line, `Lock("invoice:7")`, rather than the connection that
 * they lead to, which has circles.
 */
export const showBy = <T extends object>(
  type: { readonly prototype: T },
  namesOf: (one: T) => readonly string[],
): void =>
  showAs(type, (one) => {
    const names = namesOf(one).map((name) => JSON.stringify(name));
    return `${one.constructor.name}(${names.join(', ')})`;
  });

/** The same with a line of any form. */
export const showAs = <T extends object>(type: { readonly prototype: T }, lineOf: (one: T) => string): void =>
  showOne(type.prototype, lineOf);

/** The same of a single object, or of all that have it as their prototype. */
export function showOne<T extends object>(shown: T, lineOf: (one: T) => string): void {
  function line(this: T): string {
    return lineOf(this);
  }
  for (const name of ['toJSON', inspect.custom])
    Object.defineProperty(shown, name, { value: line, configurable: true, writable: true });
}
