import { text } from '../codecs/text.js';
import { nonEmpty } from '../util/check.js';

/** Braces of a name must not end the hash tag; every other name stands in its keys as it is. */
const escapeBraces = (name: string): string => name.replace(/[%{}]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/**
 * What all keys of a utility begin with, as in `graph:{people}`: one slot of a cluster for each name.
 *
 * @throws TypeError, RangeError for a name that is no text, or empty
 */
export function keyPrefix(kind: string, name: string): string {
  return `${kind}:{${escapeBraces(text.encode(nonEmpty(`The name of the ${kind}`, name)) as string)}}`;
}

/** The same for a key of a utility of that name: `cache:{pages:/home}`. No two pairs share a prefix. */
export function pairPrefix(kind: string, name: string, key: string): string {
  const first = text.encode(nonEmpty(`The name of a ${kind}`, name)) as string;
  const second = text.encode(nonEmpty(`The key of a ${kind}`, key)) as string;
  return `${kind}:{${escapeBraces(first).replaceAll(':', '%3a')}:${escapeBraces(second)}}`;
}
