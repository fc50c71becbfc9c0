import { positive } from '../util/check.js';
import { textOf } from '../util/thrown.js';
import { phonetics } from './phonetics.js';
import { stem } from './stem.js';
import { english } from './stop-words.js';
import { tokenize, withoutApostrophe } from './tokenize.js';

/** Words that are not analysed anew; a longer one may be a part of its text in memory, and would keep all of it. */
const MOST = 20_000;
const LONGEST = 12;

/** Times that a word was met until it counts as a frequent one: a list of ids of its own is written faster than a dictionary. */
const OFTEN = 12;
/** The weight of one text among those before it. */
const NEWS = 0.1;

interface MetWord {
  /** what stands for it in the index, `|` between several; empty where it is not indexed */
  readonly terms: string;
  times: number;
}

export interface AnalyzerOptions {
  /** bring words to their stems, so that "searching" finds "search" @default true */
  readonly stemmer?: boolean | undefined;
  /** compare words by how they sound @default false */
  readonly metaphone?: boolean | undefined;
  /** words that are not indexed: a list of one's own, or none (`false`) @default 'english' */
  readonly stopWords?: 'english' | readonly string[] | false | undefined;
  /** words with fewer letters are not indexed @default 1 */
  readonly minWordLength?: number | undefined;
  /** the language of stems and stop-words @default 'english' */
  readonly language?: 'english' | undefined;
}

/** A word of a text that is indexed. */
export interface AnalyzedWord {
  /** what stands for it in the index: its stem, or its sounds */
  readonly terms: readonly string[];
  /** how many words stand before it, those that are not indexed included */
  readonly place: number;
  readonly start: number;
  readonly end: number;
}

function stopWordsOf(stopWords: AnalyzerOptions['stopWords']): ReadonlySet<string> {
  if (stopWords === false) return new Set();
  if (stopWords === undefined || stopWords === 'english') return english;
  if (!Array.isArray(stopWords) || stopWords.some((word) => typeof word !== 'string'))
    throw new TypeError("stopWords must be 'english', a list of words or false. Give one of these.");
  return new Set(stopWords.flatMap((word) => Array.from(tokenize(word), ({ text }) => text)));
}

function flag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`${name} must be true or false, not ${textOf(value)}. Give one of these.`);
}

/** Turns texts into the terms of an index, and words of queries into the same. */
export class Analyzer {
  private readonly stemmer: boolean;
  private readonly metaphone: boolean;
  private readonly stopWords: ReadonlySet<string>;
  private readonly minWordLength: number;
  private readonly met = new Map<string, MetWord>();
  private seldom = 0;
  private share = 1;

  /** @throws TypeError, RangeError for options that make no sense */
  constructor(options: AnalyzerOptions = {}) {
    this.stemmer = flag('stemmer', options.stemmer ?? true);
    this.metaphone = flag('metaphone', options.metaphone ?? false);
    this.stopWords = stopWordsOf(options.stopWords);
    this.minWordLength = positive('minWordLength', options.minWordLength ?? 1);
    if (options.language !== undefined && options.language !== 'english')
      throw new RangeError(
        `There is no language ${JSON.stringify(options.language)}. Give 'english', or stemmer: false.`,
      );
  }

  /** The words of a text that are indexed, in their order. */
  *analyze(text: string): Generator<AnalyzedWord, void, undefined> {
    let place = 0;
    for (const { text: word, start, end } of tokenize(text)) {
      if (this.isIndexed(word)) yield { terms: this.termsOf(word), place, start, end };
      place++;
    }
  }

  /** Whether a folded word is indexed at all. */
  isIndexed(word: string): boolean {
    return word.length >= this.minWordLength && !this.stopWords.has(word);
  }

  /** What stands for a folded word in the index. */
  termsOf(word: string): readonly string[] {
    const form = this.stemmer ? stem(word) : word;
    return this.metaphone ? phonetics(form) : [form];
  }

  /** The analyzer that has these settings. */
  static of(settings: Readonly<Record<string, string>>): Analyzer {
    const { stopWords = 'english', minWordLength = '1' } = settings;
    return new Analyzer({
      stemmer: settings.stemmer === 'true',
      metaphone: settings.metaphone === 'true',
      stopWords: stopWords === 'english' ? stopWords : stopWords.split(' '),
      minWordLength: Number(minWordLength),
    });
  }

  /** What stands for a word of an ASCII text in lower case, `|` between several; empty where it is not indexed. */
  encoded(word: string): string {
    return this.count(this.met.get(word) ?? this.meet(word)).terms;
  }

  /** Take note of the terms of a word of any other text. */
  meetTerms(terms: string): void {
    // no word begins with a blank
    const key = ` ${terms}`;
    this.count(this.met.get(key) ?? this.keep(key, terms));
  }

  /** A text of so many words was encoded. */
  endText(words: number): void {
    if (words > 0) this.share += NEWS * (Math.min(1, this.seldom / words) - this.share);
    this.seldom = 0;
  }

  /** The share of words in the texts of late that this process had met seldom, from 0 to 1: these take the server longest. */
  get rarity(): number {
    return this.share;
  }

  private count(met: MetWord): MetWord {
    if (met.times < OFTEN) {
      met.times++;
      this.seldom++;
    }
    return met;
  }

  private meet(word: string): MetWord {
    const folded = withoutApostrophe(word);
    return this.keep(word, this.isIndexed(folded) ? this.termsOf(folded).join('|') : '');
  }

  private keep(word: string, terms: string): MetWord {
    const met = { terms, times: 0 };
    // rather all at once than one by one: a text soon has its words back
    if (this.met.size >= MOST) this.met.clear();
    if (word.length <= LONGEST) this.met.set(word, met);
    return met;
  }

  /** What two indexes must agree in to understand each other: kept on the server, and compared. */
  get settings(): Readonly<Record<string, string>> {
    const list = [...this.stopWords].sort().join(' ');
    // that word alone is not the list of English ones
    const words = this.stopWords === english ? 'english' : list === 'english' ? 'english english' : list;
    return {
      stemmer: String(this.stemmer),
      metaphone: String(this.metaphone),
      stopWords: words,
      minWordLength: String(this.minWordLength),
    };
  }
}
