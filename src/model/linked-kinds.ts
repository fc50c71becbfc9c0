import type { LinkKind } from '../schema/pair.js';
import { LinkedSet } from './linked.js';
import { LinkedList } from './linked-list.js';
import { LinkedSortedSet } from './linked-sorted-set.js';

/** What a property with `@ManyToMany()` is at run time, by the kind of the relation. */
export const LINKED = { set: LinkedSet, list: LinkedList, sortedSet: LinkedSortedSet } satisfies Record<
  LinkKind,
  unknown
>;
