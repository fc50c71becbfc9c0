import { QueryError } from '../errors/query.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { Computed } from '../schema/types/selection.js';
import { type HighlightOptions, markWords as mark } from '../text/highlight.js';
import type { OptionNames } from '../util/options.js';
import type { ReadSearch } from './compile/search.js';
import { checkCount } from './query-state.js';

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

const HIGHLIGHT: OptionNames<HighlightOptions> = { before: true, after: true, length: true };

/** Refuse what nothing can be marked by, before anything is sent. */
function checkHighlight(options: HighlightOptions): HighlightOptions {
  const { before, after, length } = checkOptions('highlight()', options, 'length: 120', HIGHLIGHT);
  for (const mark of [before, after])
    if (mark !== undefined && typeof mark !== 'string')
      throw new QueryError(`highlight() takes texts to stand around a word, not ${describe(mark)}. Correct it.`);
  if (length !== undefined) checkCount('highlight({ length })', length, 1);
  return { ...options };
}

/**
 * In `select()`: a text with the words that the query's search found in it marked, or an excerpt of `length` characters around them; of a
 * relation the words that were searched beyond it.
 *
 * @throws QueryError for wrong options; NotIndexedError, when it is used, on a field without `@FullText()`
 */
export const highlight = (options: HighlightOptions = {}): Computed<string> =>
  new HighlightColumn(checkHighlight(options)) as unknown as Computed<string>;

/** In `select()`: how well a row fits the query's search, by BM25. */
export const score = (): Computed<number> => new ScoreColumn() as unknown as Computed<number>;
