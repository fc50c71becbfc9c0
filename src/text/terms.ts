import type { Analyzer } from './analyzer.js';

/**
 * The terms of a text as the server takes them: in order, a blank between two places, `|` between the terms of one place, and nothing at the
 * place of a word that is not indexed.
 */
export function encodeTerms(analyzer: Analyzer, text: string): string {
  let [encoded, last] = ['', -1];
  for (const { terms, place } of analyzer.analyze(text)) {
    if (last >= 0) encoded += ' '.repeat(place - last);
    encoded += terms.join('|');
    last = place;
  }
  return encoded;
}
