// Searches texts in memory, plainly: what the server must find, in the same order.
import type { AnalyzedWord, Analyzer } from '../../src/text/analyzer.js';
import { inverseDocumentFrequency, termScore } from '../../src/text/bm25.js';
import { type Leaf, resolveQuery, type TermQuery } from '../../src/text/query.js';
import type { Conjunction } from '../../src/text/syntax/expression.js';
import { parseQuery } from '../../src/text/syntax/parse.js';
import { isWithin } from '../../src/util/edit-distance.js';

interface Text {
  readonly words: readonly AnalyzedWord[];
  readonly terms: ReadonlyMap<string, number>;
}

/** Scores of one worth, which are added up in another order on the server. */
const areEqual = (x: number, y: number): boolean => Math.abs(x - y) < 1e-9;

const PATTERN = { prefix: 'startsWith', suffix: 'endsWith' } as const;

export class TextOracle {
  private readonly texts: ReadonlyMap<number, Text>;
  private readonly vocabulary: readonly string[];
  private readonly averageLength: number;
  /** entities without a text count for nothing, and are found by what excludes words alone */
  private readonly total: number;

  constructor(
    private readonly analyzer: Analyzer,
    texts: ReadonlyMap<number, string | undefined>,
  ) {
    this.texts = new Map([...texts].map(([id, text]) => [id, this.analyze(text ?? '')]));
    const all = [...this.texts].flatMap(([id, text]) => (texts.get(id) === undefined ? [] : [text]));
    this.total = all.length;
    this.vocabulary = [...new Set(all.flatMap(({ terms }) => [...terms.keys()]))];
    this.averageLength = all.reduce((sum, { words }) => sum + words.length, 0) / Math.max(1, all.length);
  }

  /** The ids that fit, with their scores, best first, ties by id. */
  search(query: string, conjunction?: Conjunction): [id: number, score: number][] {
    const resolved = resolveQuery(
      parseQuery(query, { defaultConjunction: conjunction ?? 'and' }),
      this.analyzer,
      conjunction,
    );
    if (!resolved.query) return [];
    const scored = [...this.texts].map(([id, text]) => [id, this.score(resolved.query!, text)] as const);
    const fitting = scored.flatMap(([id, score]) => (score === undefined ? [] : [[id, score] as [number, number]]));
    return fitting.sort(([a, x], [b, y]) => (areEqual(x, y) ? a - b : y - x));
  }

  /**
   * Ids as they were found for a query, in the order in which `search()` gives them where only the last bit of their scores decided otherwise.
   * Of one text that several have the least id must come first.
   */
  settle(query: string, ids: readonly number[]): number[] {
    const scores = new Map(this.search(query));
    const ties: number[][] = [];
    for (const id of ids) {
      const tie = ties.at(-1);
      if (tie && areEqual(scores.get(tie[0]!)!, scores.get(id)!)) tie.push(id);
      else ties.push([id]);
    }
    return ties.flatMap((tie) => (this.areInOrder(tie) ? [...tie].sort((a, b) => a - b) : tie));
  }

  /** Whether of ids that have the same words the least come first. */
  private areInOrder(ids: readonly number[]): boolean {
    const last = new Map<string, number>();
    return ids.every((id) => {
      const words = JSON.stringify(this.texts.get(id)?.words.map(({ terms }) => terms));
      const before = last.get(words) ?? Number.NEGATIVE_INFINITY;
      last.set(words, id);
      return before < id;
    });
  }

  private analyze(text: string): Text {
    const words = [...this.analyzer.analyze(text)];
    const terms = new Map<string, number>();
    for (const term of words.flatMap((word) => word.terms)) terms.set(term, (terms.get(term) ?? 0) + 1);
    return { words, terms };
  }

  private score(query: TermQuery, text: Text): number | undefined {
    if (query.op === 'not') return this.score(query.input, text) === undefined ? 0 : undefined;
    if (!('inputs' in query)) return this.scoreLeaf(query, text);
    const scores = query.inputs.map((input) => this.score(input, text));
    const there = scores.filter((score) => score !== undefined);
    if (there.length === 0 || (query.op === 'and' && there.length < scores.length)) return undefined;
    return there.reduce((sum, score) => sum + score, 0);
  }

  private scoreLeaf(leaf: Leaf, text: Text): number | undefined {
    if (leaf.op === 'phrase')
      return this.hasPhrase(leaf.places, text)
        ? this.sum(
            leaf.places.flatMap((terms) => terms ?? []),
            text,
          )
        : undefined;
    const terms = this.termsOf(leaf).filter((term) => text.terms.has(term));
    return terms.length === 0 ? undefined : this.sum(terms, text);
  }

  private termsOf(leaf: Exclude<Leaf, { op: 'phrase' }>): readonly string[] {
    if (leaf.op === 'term') return leaf.terms;
    if (leaf.op === 'fuzzy')
      return this.vocabulary.filter(
        (term) => [...term][0] === [...leaf.text][0] && isWithin(leaf.text, term, leaf.distance),
      );
    const fits = (term: string) => term[PATTERN[leaf.op]](leaf.text);
    return this.vocabulary.filter((term) => fits(term) || (leaf.op === 'prefix' && term === leaf.stem));
  }

  private hasPhrase(places: readonly (readonly string[] | undefined)[], { words }: Text): boolean {
    const at = new Map(words.map(({ place, terms }) => [place, terms]));
    const last = words.at(-1)?.place ?? -1;
    const fits = (terms: readonly string[] | undefined, place: number) =>
      terms ? (at.get(place)?.some((term) => terms.includes(term)) ?? false) : place <= last && !at.has(place);
    return words.some(({ place }) => places.every((terms, i) => fits(terms, place + i)));
  }

  private sum(terms: readonly string[], { terms: there, words }: Text): number {
    return terms.reduce((sum, term) => {
      const documents = [...this.texts.values()].filter((text) => text.terms.has(term)).length;
      const idf = inverseDocumentFrequency(documents, this.total);
      return sum + termScore(idf, there.get(term) ?? 0, words.length, this.averageLength);
    }, 0);
  }
}
