import { text } from '../codecs/text.js';
import { nonEmpty } from '../util/check.js';

/** Braces of a name must not end the hash tag; every other name stands in its keys as it is. */
const escapeBraces = (name: string): string => name.replace(/[%{}]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/**
 * What all keys of a utility begin with, as in `graph:{people}`: one slot of a cluster for each name.
 *
 * @throws TypeError, RangeError for a name that is not text, or empty
 */
export function keyPrefix(kind: string, name: string, title = kind): string {
  return `${kind}:{${escapeBraces(text.encode(nonEmpty(`The name of the ${title}`, name)) as string)}}`;
}

/** The same for the keys of a utility of that name: `cache:{pages:/home}`. No two pairs share a prefix. */
export function pairPrefixes(kind: string, name: string, title = kind): (key: string) => string {
  const first = text.encode(nonEmpty(`The name of a ${title}`, name)) as string;
  const before = `${kind}:{${escapeBraces(first).replaceAll(':', '%3a')}:`;
  const what = `The key of a ${title}`;
  return (key) => `${before}${escapeBraces(text.encode(nonEmpty(what, key)) as string)}}`;
}

const escapePart = (part: string): string => escapeBraces(part).replaceAll(':', '%3a').replaceAll('/', '%2f');

/** A path of names as the part of a key before the colon: no two paths are the same. */
export const joinNames = (names: readonly string[]): string => names.map(escapePart).join('/');

/** The key of something below a path that `joinNames` has made. */
export const keyBelow = (kind: string, path: string, key: string): string => `${kind}:{${path}:${escapeBraces(key)}}`;

/** What `keyBelow` was given as the last part. */
export function lastPart(kind: string, path: string, key: string): string {
  const escaped = key.slice(kind.length + path.length + 3, -1);
  return escaped.replace(/%(25|7b|7d)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
