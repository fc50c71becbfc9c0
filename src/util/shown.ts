import { inspect } from 'node:util';

/**
 * Have console.log() and JSON.stringify() show the objects of a class in one line, `Lock("invoice:7")`, rather than the connection that
 * they lead to, which has circles.
 */
export function showBy<T extends object>(
  type: { readonly prototype: T },
  namesOf: (one: T) => readonly string[],
): void {
  function line(this: T): string {
    return `${this.constructor.name}(${namesOf(this)
      .map((name) => JSON.stringify(name))
      .join(', ')})`;
  }
  for (const name of ['toJSON', inspect.custom])
    Object.defineProperty(type.prototype, name, { value: line, configurable: true, writable: true });
}
