import { fold } from './fold.js';

/** A word of a text: folded, and where it stands. */
export interface Token {
  readonly text: string;
  /** index of its first character in the text */
  readonly start: number;
  /** index behind its last one */
  readonly end: number;
}

// scripts that set no space between words: each character is a word, and words are found as phrases
const UNSPACED = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`;
const LETTER = String.raw`(?!${UNSPACED})[\p{L}\p{N}\p{M}]`;
// an apostrophe between letters belongs to the word
const WORD = new RegExp(String.raw`${UNSPACED}\p{M}*|(?:${LETTER})+(?:['’](?:${LETTER})+)*`, 'gu');

const APOSTROPHE = /['’]/g;
const POSSESSIVE = /['’]s$/;

/** The walrus's becomes walrus, don't becomes dont. */
export function withoutApostrophe(word: string): string {
  return word.replace(POSSESSIVE, '').replace(APOSTROPHE, '');
}

/** The words of a text: runs of letters and digits of any script, without case and accents. */
export function* tokenize(text: string): Generator<Token, void, undefined> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = withoutApostrophe(fold(word));
    if (folded !== '') yield { text: folded, start: index, end: index + word.length };
  }
}

const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORD = /[a-z0-9]+(?:'[a-z0-9]+)*/g;

const NONE: readonly string[] = [];

/** The words of an ASCII text in lower case, with their apostrophes (see `withoutApostrophe`); undefined for any other text. */
export const asciiWords = (text: string): readonly string[] | undefined =>
  ASCII.test(text) ? (text.toLowerCase().match(ASCII_WORD) ?? NONE) : undefined;
