import { positive } from '../util/check.js';
import { isWithin } from '../util/edit-distance.js';
import type { AnalyzedWord, Analyzer } from './analyzer.js';
import type { Leaf, TermQuery } from './query.js';
import { tokenize } from './tokenize.js';

export interface HighlightOptions {
  /** what stands before a word that was found @default '<mark>' */
  readonly before?: string | undefined;
  /** what stands behind it @default '</mark>' */
  readonly after?: string | undefined;
  /** how many characters to give, around the words that were found @default all */
  readonly length?: number | undefined;
}

/** The leaves of a query that a text of the field may show: not those that are excluded. */
function* leavesOf(query: TermQuery, field: string | undefined): Generator<Leaf, void, undefined> {
  if (query.op === 'not') return;
  if ('inputs' in query) {
    for (const input of query.inputs) yield* leavesOf(input, field);
  } else if (query.field === undefined || query.field === field) yield query;
}

function fits(leaf: Leaf, term: string): boolean {
  switch (leaf.op) {
    case 'term':
      return leaf.terms.includes(term);
    case 'prefix':
      return term.startsWith(leaf.text) || term === leaf.stem;
    case 'suffix':
      return term.endsWith(leaf.text);
    case 'fuzzy':
      return isWithin(leaf.text, term, leaf.distance);
    case 'phrase':
      return false;
  }
}

const shares = (terms: readonly string[] | undefined, word: AnalyzedWord | undefined): boolean =>
  terms === undefined || word?.terms.some((term) => terms.includes(term)) === true;

/** The words of a text that stand in the order of a phrase. */
function wordsOfPhrase({ places }: Leaf & { op: 'phrase' }, words: readonly AnalyzedWord[]): AnalyzedWord[] {
  const byPlace = new Map(words.map((word) => [word.place, word]));
  const standsAt = (start: number) => places.every((terms, i) => shares(terms, byPlace.get(start + i)));
  const found = words.filter(({ place }) => standsAt(place));
  const inside = new Set(found.flatMap(({ place }) => places.map((_, i) => place + i)));
  return words.filter(({ place }) => inside.has(place));
}

/** The words of a text that a query asks for, in their order. */
function foundWords(query: TermQuery, words: readonly AnalyzedWord[], field?: string): AnalyzedWord[] {
  const leaves = [...leavesOf(query, field)];
  const phrases = leaves.filter((leaf) => leaf.op === 'phrase');
  const found = new Set(phrases.flatMap((phrase) => wordsOfPhrase(phrase as Leaf & { op: 'phrase' }, words)));
  for (const word of words) if (leaves.some((leaf) => word.terms.some((term) => fits(leaf, term)))) found.add(word);
  return [...found].sort((a, b) => a.start - b.start);
}

/** The first of the words from which on the most others end within `length` characters; each is looked at twice, however many there are. */
function bestStart(found: readonly AnalyzedWord[], length: number): number {
  let [best, most, to] = [found[0]?.start ?? 0, 0, 0];
  for (const [i, { start }] of found.entries()) {
    while (to < found.length && found[to]!.end <= start + length) to++;
    if (to - i > most) [best, most] = [start, to - i];
  }
  return best;
}

/** The window of `length` characters with the most words in it, from one of them on. */
function bestWindow(text: string, found: readonly AnalyzedWord[], length: number): [start: number, end: number] {
  const best = bestStart(found, length);
  const inside = found.filter(({ start, end }) => start >= best && end <= best + length);
  const spare = Math.max(0, length - ((inside.at(-1)?.end ?? best) - best));
  const start = Math.max(0, Math.min(best - (spare >> 1), text.length - length));
  return [start, Math.min(text.length, start + length)];
}

const ELLIPSIS = '…';

// longer words are cut
const LONGEST = 64;

/** Whether a word stands on both sides of a place in a text. */
function isInside(text: string, at: number): boolean {
  const from = Math.max(0, at - LONGEST);
  const words = [...tokenize(text.slice(from, at + LONGEST))];
  return words.some(({ start, end }) => from + start < at && at < from + end);
}

/** Move the ends of an excerpt to blanks, or else to the edges of words, unless a word would be lost that was found. */
function toBlanks(
  text: string,
  [start, end]: readonly [number, number],
  found: readonly AnalyzedWord[],
): [number, number] {
  const first = found.find((word) => word.start >= start)?.start ?? end;
  const last = found.findLast((word) => word.end <= end)?.end ?? start;
  const from = start === 0 ? 0 : text.slice(start, first).search(/(?<=\s)\S/);
  const to = end === text.length ? -1 : text.slice(last, end).search(/\s\S*$/);
  const begin = isInside(text, start) ? first : start;
  const stop = isInside(text, end) ? last : end;
  return [from < 0 ? begin : start + from, to < 0 ? stop : last + to];
}

/** A text, or an excerpt of it, with marks around the words that a query asks for. */
export function markWords(
  text: string,
  query: TermQuery,
  analyzer: Analyzer,
  options: HighlightOptions = {},
  field?: string,
): string {
  const { before = '<mark>', after = '</mark>', length } = options;
  const found = foundWords(query, [...analyzer.analyze(text)], field);
  const whole = length === undefined || positive('length', length) >= text.length;
  const [start, end] = whole ? [0, text.length] : toBlanks(text, bestWindow(text, found, length), found);
  let [marked, at] = ['', start];
  for (const word of found.filter((each) => each.start >= start && each.end <= end)) {
    marked += `${text.slice(at, word.start)}${before}${text.slice(word.start, word.end)}${after}`;
    at = word.end;
  }
  return `${start > 0 ? ELLIPSIS : ''}${marked}${text.slice(at, end)}${end < text.length ? ELLIPSIS : ''}`;
}
