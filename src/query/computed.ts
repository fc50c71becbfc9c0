import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { Computed } from '../schema/types/selection.js';
import { type HighlightOptions, markWords as mark } from '../text/highlight.js';
import type { ReadSearch } from './compile/search.js';
import { isPlainObject } from './plain-object.js';

/** What a query knows of a row beside its values. */
export interface RowFindings {
  readonly score: number | undefined;
  readonly searches: readonly ReadSearch[];
  /** what was searched beyond a relation */
  beyond(property: string): RowFindings;
}

/** Of rows that no search found. */
export const NOTHING_FOUND: RowFindings = { score: undefined, searches: [], beyond: () => NOTHING_FOUND };

/** A value of a row that is made of what the query found. */
export class ScoreColumn {
  make({ score }: RowFindings): number | undefined {
    return score;
  }
}

/** A text of a row with the words that were found marked. */
export class HighlightColumn {
  constructor(private readonly options: HighlightOptions) {}

  make(text: string, field: string, { searches }: RowFindings): string {
    for (const { texts, query } of searches) {
      const index = texts.find((each) => each.field.property === field);
      if (!index || !query) continue;
      const marked = mark(text, query, index.analyzer, this.options, field);
      if (marked !== mark(text, query, index.analyzer, { ...this.options, before: '', after: '' }, field))
        return marked;
    }
    return text;
  }
}

/**
 * In `select()`: a text with the words that the query's search found in it marked, or an excerpt of `length` characters around them; of a
 * relation the words that were searched beyond it.
 *
 * @throws QueryError, when it is used, on a field without `@FullText()`
 */
export function highlight(options: HighlightOptions = {}): Computed<string> {
  if (!isPlainObject(options))
    throw new QueryError(`highlight() takes options such as { length: 120 }, not ${describe(options)}. Correct them.`);
  return new HighlightColumn(options) as unknown as Computed<string>;
}

/** In `select()`: how well a row fits the query's search, by BM25. */
export const score = (): Computed<number> => new ScoreColumn() as unknown as Computed<number>;
