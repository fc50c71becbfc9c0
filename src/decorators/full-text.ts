import { checkDeclared } from '../schema/check-options.js';
import { recordProperty } from '../schema/draft.js';
import type { FullTextOptions } from '../schema/full-text.js';
import type { OptionNames } from '../util/options.js';

const OPTIONS: OptionNames<FullTextOptions> = {
  stemmer: true,
  metaphone: true,
  stopWords: true,
  minWordLength: true,
  language: true,
  suffix: true,
};

/**
 * Declares a full-text index on a text, or on a getter that gives one: `search`, ranked by BM25.
 *
 * What is indexed of each text is its words without case and accents, brought to their stems, without stop-words.
 */
export function FullText(options: FullTextOptions = {}): PropertyDecorator {
  checkDeclared('@FullText()', options, OPTIONS);
  return (target, key) =>
    recordProperty(target, key, (draft, property) => void draft.fullTexts.push({ property, options }));
}
