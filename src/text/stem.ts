// who compiles single files of this folder does not see its declarations otherwise
/// <reference path="./porter-stemmer.d.ts" />
import { stemmer } from 'porter-stemmer';

/** Words that are not stemmed anew. */
const MOST = 20_000;

// the stemmer is made for English words in lower case
const WORD = /^[a-z]{3,}$/;

const known = new Map<string, string>();

function learn(word: string): string {
  // rather all at once than one by one: a text soon has its words back
  if (known.size >= MOST) known.clear();
  const stem = stemmer(word);
  known.set(word, stem);
  return stem;
}

/** The stem of a folded English word (Porter, An algorithm for suffix stripping, 1980); other words are as they were. */
export const stem = (word: string): string => (WORD.test(word) ? (known.get(word) ?? learn(word)) : word);
