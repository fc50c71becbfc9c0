import type { Argument } from '../redis/connection/connection.js';
import { textOf } from '../util/thrown.js';

/** What a container can be told of that does not keep values: text, numbers (by their decimal form), or any bytes. */
export type Item = string | number | Buffer;

/** Refuse what does not have one stored form. */
export function checkItem(item: Item): Argument {
  if (typeof item === 'string' && !item.isWellFormed())
    throw new TypeError('a value must be a string without lone surrogates. Correct it, as toWellFormed() does.');
  if (typeof item === 'string' || Buffer.isBuffer(item) || Number.isFinite(item)) return item;
  throw new TypeError(`a value must be a string, a finite number or a Buffer, not ${textOf(item)}. Turn it into one.`);
}
