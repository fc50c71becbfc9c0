import { QueryError } from '../errors/query.js';
import type { TermQuery } from './query.js';

/** Terms that the server can look up in one call; a word with a star or a tilde stands for up to 64, and mostly for fewer. */
const MOST_TERMS = 1000;
const EXPANDED = 20;

/** A full-text index that a search reads. */
export interface TextIndexPlan {
  /** the stored name of the terms */
  readonly field: string;
  /** what the lists of ids of its terms are called, before their number */
  readonly list: string;
  readonly dictionary: string;
  /** the dictionary of the reversed terms, where there is one */
  readonly reversed?: string;
  /** the names of its sizes among the counts: texts, and words of all of them */
  readonly texts: string;
  readonly total: string;
  /** what the score of a word counts for in it @default 1 */
  readonly boost?: number;
}

/** In which index of the search a word stands, from 1. */
interface At {
  readonly at: number;
}

/** What texts must have, in the terms of their indexes. */
export type TextPlan =
  | { readonly op: 'and' | 'or'; readonly inputs: readonly TextPlan[] }
  | { readonly op: 'not'; readonly input: TextPlan }
  /** any of the terms */
  | (At & { readonly op: 'term'; readonly terms: readonly string[] })
  /** terms one behind the other; false is a word that is not indexed */
  | (At & { readonly op: 'phrase'; readonly places: readonly (readonly string[] | false)[] })
  | (At & { readonly op: 'prefix'; readonly text: string; readonly stem: string })
  | (At & { readonly op: 'suffix'; readonly text: string })
  | (At & { readonly op: 'fuzzy'; readonly text: string; readonly distance: 1 | 2 });

/**
 * A query in the terms of fields as the server is asked it; the place of a field in `fields` names its index.
 *
 * @param refuse called for a `*fix` in a field whose endings are not indexed
 * @throws QueryError for more terms than one call can look up
 */
export function planText(
  query: TermQuery,
  fields: readonly { readonly name: string; readonly suffix: boolean }[],
  refuse: (field: string, word: string) => never,
): TextPlan {
  const plan = planPart(query, fields, refuse);
  const terms = termsOf(plan);
  if (terms <= MOST_TERMS) return plan;
  throw new QueryError(
    `A search has ${terms} words, each counted in every field that it is searched in and one with * or ~ as ${EXPANDED}, and may have ${MOST_TERMS}. Search for fewer words, or in fewer fields.`,
  );
}

function termsOf(plan: TextPlan): number {
  if (plan.op === 'not') return termsOf(plan.input);
  if (plan.op === 'and' || plan.op === 'or') return plan.inputs.reduce((sum, input) => sum + termsOf(input), 0);
  if (plan.op === 'term') return plan.terms.length;
  return plan.op === 'phrase' ? plan.places.flat().length : EXPANDED;
}

function planPart(
  query: TermQuery,
  fields: readonly { readonly name: string; readonly suffix: boolean }[],
  refuse: (field: string, word: string) => never,
): TextPlan {
  if (query.op === 'not') return { op: 'not', input: planPart(query.input, fields, refuse) };
  if ('inputs' in query) return { ...query, inputs: query.inputs.map((input) => planPart(input, fields, refuse)) };
  const { field, ...leaf } = query;
  const place = fields.findIndex(({ name }) => name === field);
  const at = place + 1;
  if (leaf.op === 'phrase') return { op: 'phrase', at, places: leaf.places.map((terms) => terms ?? false) };
  if (leaf.op === 'suffix' && !fields[place]!.suffix) return refuse(field!, `*${leaf.text}`);
  return { ...leaf, at };
}
