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
