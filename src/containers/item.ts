import type { Argument } from '../redis/connection/connection.js';

/** What a container that keeps no values can be told of: text, numbers (by their decimal form), or any bytes. */
export type Item = string | number | Buffer;

/** Refuse what has no one stored form. */
export function checkItem(item: Item): Argument {
  if (typeof item === 'string' || Buffer.isBuffer(item) || Number.isFinite(item)) return item;
  throw new TypeError(`expected a string, a finite number or a Buffer, found ${String(item)}`);
}
