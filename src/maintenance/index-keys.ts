import type { KnownIndex, KnownModel } from './known.js';

/** What a descriptor says of an index that is no name of a key. */
const OTHER = new Set(['kind', 'name', 'state', 'build', 'size', 'buckets']);

/** What the names of an index's keys begin with, behind the model's prefix and `#`; those of lists of values end with `:`. */
export function namesOf({ key: prefix }: KnownModel, index: KnownIndex): string[] {
  return Object.entries(index).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string' || OTHER.has(name)) return [];
    return value.startsWith(`${prefix}#`) ? [value.slice(prefix.length + 1)] : [value];
  });
}

/** Whether a name is one of these: the only key of an index, a list of a value, or a bucket. */
export const isNameOf = (names: readonly string[], name: string): boolean =>
  names.some(
    (start) =>
      name === start || (name.startsWith(start) && (start.endsWith(':') || /^\/\d+$/.test(name.slice(start.length)))),
  );

/** The list that a key is a leaf of, or the key's own name. */
export const listOf = (name: string): string => name.replace(/^\d+\//, '');
