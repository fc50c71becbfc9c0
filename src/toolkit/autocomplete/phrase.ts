import { createHash } from 'node:crypto';
import { fold } from '../../text/fold.js';
import { english } from '../../text/stop-words.js';
import { tokenize } from '../../text/tokenize.js';
import { positive } from '../../util/check.js';

export interface PhraseOptions {
  /** words that are not searched for: a list of one's own, or none (`false`) @default 'english' */
  readonly stopWords?: 'english' | readonly string[] | false | undefined;
  /** words of titles with fewer letters are not indexed @default 1 */
  readonly minWordLength?: number | undefined;
}

/** How many words of a title are indexed, and how many of a phrase are looked at. */
const MOST = 32;

/** Letters of a title that decide about its place in the alphabet, in a number with as many exact digits as needed. */
const PLACES = 9;
const BASE = 28;
const BEFORE_A = 96;

function stopWordsOf(stopWords: PhraseOptions['stopWords']): ReadonlySet<string> {
  if (stopWords === undefined || stopWords === 'english') return english;
  if (stopWords === false) return new Set();
  if (!Array.isArray(stopWords) || stopWords.some((word) => typeof word !== 'string'))
    throw new TypeError("stopWords must be 'english', a list of words or false. Give one of these.");
  return new Set(stopWords.map(fold));
}

/** What the index tells apart of a word. */
const LONGEST = 15;
const beginning = (word: string): string => [...word].slice(0, LONGEST).join('');

const wordsOf = (text: string): string[] => Array.from(tokenize(text), (token) => token.text);

/** How far a title stands behind in the alphabet, from 0 to 1: all signs before a count as one, all behind z as another. */
export function alphabetical(title: string): number {
  let [sum, weight] = [0, 1 / BASE];
  for (const character of [...fold(title)].slice(0, PLACES)) {
    sum += weight * Math.min(Math.max(character.codePointAt(0)! - BEFORE_A, 0), BASE - 1);
    weight /= BASE;
  }
  return sum;
}

/** What tells one list of words from another. */
function signature(words: ReadonlySet<string>): string {
  if (words === english) return 'english';
  const list = [...words].sort().join(' ');
  return list.length <= 100 ? list : `${words.size} words, ${createHash('sha1').update(list).digest('hex')}`;
}

/** Which words of titles are indexed, and which of phrases are searched for. */
export class PhraseAnalyzer {
  private readonly stopWords: ReadonlySet<string>;
  private readonly minWordLength: number;

  constructor(options: PhraseOptions) {
    this.stopWords = stopWordsOf(options.stopWords);
    this.minWordLength = positive('minWordLength', options.minWordLength ?? 1);
  }

  /** What all who use the same titles must agree in, as it is kept. */
  get settings(): string {
    return JSON.stringify({ stopWords: signature(this.stopWords), minWordLength: this.minWordLength });
  }

  private tells(word: string): boolean {
    return word.length >= this.minWordLength && !this.stopWords.has(word);
  }

  /** The words of a title; those that do not tell only where there are no others. */
  title(text: string): string[] {
    const all = wordsOf(text);
    const telling = all.filter((word) => this.tells(word));
    return (telling.length > 0 ? telling : all).slice(0, MOST);
  }

  /** The beginnings of words that a phrase asks for; the last may be short, as it is still being typed. */
  phrase(text: string): string[] {
    const all = wordsOf(text);
    const telling = all.filter((word, i) => (i === all.length - 1 ? !this.stopWords.has(word) : this.tells(word)));
    return [...new Set((telling.length > 0 ? telling : all).map(beginning))].slice(0, MOST);
  }
}
