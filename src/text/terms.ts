import type { Analyzer } from './analyzer.js';
import { asciiWords } from './tokenize.js';

/** Different terms that a text may have: each takes the server some tens of microseconds, and one call writes all of them. */
export const MOST_TERMS = 2000;

/** What a text may be, to end the sentence "needs ...". */
export const EXPECTED_TEXT = `a text of at most ${MOST_TERMS} different words (a longer one in parts)`;

/** Whether a text has more terms than one call writes. */
export function isTooLong(analyzer: Analyzer, text: string): boolean {
  // a term has a character at least
  if (text.length <= MOST_TERMS) return false;
  const found = new Set<string>();
  for (const { terms } of analyzer.analyze(text)) {
    for (const term of terms) found.add(term);
    if (found.size > MOST_TERMS) return true;
  }
  return false;
}

/**
 * The terms of a text as the server takes them: in order, a blank between two places, `|` between the terms of one place, and nothing at the
 * place of a word that is not indexed.
 */
export function encodeTerms(analyzer: Analyzer, text: string): string {
  const words = asciiWords(text);
  return words ? encodeWords(analyzer, words) : encodeAnalyzed(analyzer, text);
}

/** Most words of most texts have been met before. */
function encodeWords(analyzer: Analyzer, words: readonly string[]): string {
  let [encoded, gap] = ['', ''];
  for (const word of words) {
    const terms = analyzer.encoded(word);
    if (terms !== '') {
      encoded += gap + terms;
      gap = ' ';
      // what stands before the first word that is indexed counts for nothing
    } else if (gap !== '') gap += ' ';
  }
  analyzer.endText(words.length);
  return encoded;
}

function encodeAnalyzed(analyzer: Analyzer, text: string): string {
  let [encoded, last, words] = ['', -1, 0];
  for (const { terms, place } of analyzer.analyze(text)) {
    if (last >= 0) encoded += ' '.repeat(place - last);
    const joined = terms.join('|');
    analyzer.meetTerms(joined);
    encoded += joined;
    last = place;
    words++;
  }
  analyzer.endText(words);
  return encoded;
}
