import type { KnownIndex, KnownModel } from './known.js';

/** What a descriptor says of an index that is not a name of a key. */
const OTHER = new Set(['kind', 'name', 'state', 'build', 'size', 'buckets', 'container', 'holds']);

/** What the names of an index's keys begin with, behind the model's prefix and `#`; those of lists of values end with `:`. */
export function namesOf({ key: prefix }: KnownModel, index: KnownIndex): string[] {
  // it may have been declared with { suffix: true } before
  const endings = index.kind === 'text' ? [`ends:${index.name}`] : [];
  const names = Object.entries(index).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string' || OTHER.has(name)) return [];
    return value.startsWith(`${prefix}#`) ? [value.slice(prefix.length + 1)] : [value];
  });
  return [...names, ...endings];
}

/** Whether a name is one of these: the only key of an index, a list of a value or of a term, a bucket, or a part of a tree. */
export const isNameOf = (names: readonly string[], name: string): boolean =>
  names.some(
    (start) =>
      name === start || (name.startsWith(start) && (/[:/]$/.test(start) || /^[:/]/.test(name.slice(start.length)))),
  );

/** The list that a key is a leaf of, or the key's own name. */
export const listOfLeaf = (name: string): string => name.replace(/^\d+\//, '');
