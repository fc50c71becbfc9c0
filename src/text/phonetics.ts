import { doubleMetaphone } from 'double-metaphone';

const LATIN = /^[a-z]+$/;

/**
 * How an English word sounds, in one code or two (Philips, The Double Metaphone Search Algorithm, 2000). A word without a
 * sound, such as a number, is its own.
 */
export function phonetics(word: string): string[] {
  if (!LATIN.test(word)) return [word];
  const codes = [...new Set(doubleMetaphone(word))].filter((code) => code !== '');
  return codes.length > 0 ? codes : [word];
}
