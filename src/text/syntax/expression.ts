/** A text query as it is written, before its words are analysed. */
export type Expression =
  | { readonly op: 'and' | 'or'; readonly inputs: readonly Expression[] }
  | { readonly op: 'not'; readonly input: Expression }
  | { readonly op: 'field'; readonly field: string; readonly input: Expression }
  | Word;

/** One word, or several that stand together. */
export type Word =
  | { readonly op: 'words'; readonly text: string }
  /** `"the words in this order"` */
  | { readonly op: 'phrase'; readonly text: string }
  /** `begin*` */
  | { readonly op: 'prefix'; readonly text: string }
  /** `*end` */
  | { readonly op: 'suffix'; readonly text: string }
  /** `word~1`: with so many letters wrong */
  | { readonly op: 'fuzzy'; readonly text: string; readonly distance: 1 | 2 };

/** What joins words that nothing stands between. */
export type Conjunction = 'and' | 'or';
