import type { IndexKind } from './index-kind.js';
import type { Operator } from './operators.js';

const OPERATORS: ReadonlySet<Operator> = new Set(['search']);

/** The terms of a text, each with the ids of the entities that have it; what is searched is planned by query/compile/search.ts. */
export const text: IndexKind = {
  place: (keyspace, index) => ({
    list: keyspace.postings(index),
    dictionary: keyspace.dictionary(index),
    numbers: keyspace.terms(index),
    texts: keyspace.texts(index),
    total: keyspace.words(index),
    last: `terms/${index}`,
  }),
  listsMissing: false,
  operators: () => OPERATORS,
  plan: () => {
    throw new TypeError('A search is planned by the query, which knows its fields.');
  },
};
