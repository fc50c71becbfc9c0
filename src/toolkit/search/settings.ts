import { Analyzer, type AnalyzerOptions } from '../../text/analyzer.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { textOf } from '../../util/thrown.js';

/** How a field of an index is weighed. */
export interface SearchFieldOptions {
  /** what the score of a word counts for in it @default 1 */
  readonly boost?: number | undefined;
}

export interface SearchIndexOptions extends AnalyzerOptions {
  /** the fields of documents that are more than one text @default one text */
  readonly fields?: Readonly<Record<string, SearchFieldOptions>> | undefined;
  /** `*end` finds words by their ends; takes a second dictionary @default false */
  readonly suffix?: boolean | undefined;
}

/** The field of documents that are one text. */
export const CONTENT = 'content';

const INDEX: OptionNames<SearchIndexOptions> = {
  fields: true,
  suffix: true,
  stemmer: true,
  metaphone: true,
  stopWords: true,
  minWordLength: true,
  language: true,
};

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function checkFieldBoost(field: string, boost: unknown): number {
  if (boost === undefined) return 1;
  if (typeof boost === 'number' && Number.isFinite(boost) && boost > 0) return boost;
  throw new RangeError(`The boost of ${field} must be a number above 0, not ${textOf(boost)}. Correct it.`);
}

function checkField(name: string, options: unknown): [string, number] {
  if (!NAME.test(name))
    throw new TypeError(`${JSON.stringify(name)} cannot be a field to search. Use letters, digits and "_".`);
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`The field ${name} takes options such as {} or { boost: 2 }. Give these.`);
  knownOptions(`the field ${name}`, options as SearchFieldOptions, { boost: true });
  return [name, checkFieldBoost(name, (options as SearchFieldOptions).boost)];
}

/** What an index is: its fields, and what becomes of their words. */
export class IndexSettings {
  /** what the score of a word counts for, by field */
  readonly boosts: ReadonlyMap<string, number>;
  readonly analyzer: Analyzer;
  readonly suffix: boolean;
  /** documents are one text */
  readonly isPlain: boolean;
  /** what all who use the index must agree in, as it is kept */
  readonly text: string;

  /** @throws TypeError, RangeError for options that make no sense */
  constructor(options: SearchIndexOptions = {}) {
    const { fields, suffix = false } = knownOptions('a search index', options, INDEX);
    if (typeof suffix !== 'boolean')
      throw new TypeError(`suffix must be true or false, not ${textOf(suffix)}. Give one.`);
    this.analyzer = new Analyzer(options);
    this.suffix = suffix;
    this.isPlain = fields === undefined;
    this.boosts = new Map(Object.entries(fields ?? { [CONTENT]: {} }).map(([name, each]) => checkField(name, each)));
    if (this.boosts.size === 0)
      throw new TypeError('A search index needs a field. Name one, as in { fields: { title: {} } }.');
    this.text = JSON.stringify({ fields: this.fields, suffix, ...this.analyzer.settings });
  }

  get fields(): string[] {
    return [...this.boosts.keys()];
  }
}
