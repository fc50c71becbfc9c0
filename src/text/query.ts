// A query as an index is asked: its words brought to terms in the way of the indexed texts.
import { Analyzer, type AnalyzedWord as IndexedWord } from './analyzer.js';
import type { Conjunction, Expression, Word } from './syntax/expression.js';
import { tokenize } from './tokenize.js';

/** Where a term may stand: in one field, or in any (undefined). */
interface Placed {
  readonly field: string | undefined;
}

export type TermQuery =
  | { readonly op: 'and' | 'or'; readonly inputs: readonly TermQuery[] }
  | { readonly op: 'not'; readonly input: TermQuery }
  | Leaf;

export type Leaf =
  /** a text with any of these terms */
  | (Placed & { readonly op: 'term'; readonly terms: readonly string[] })
  /** terms one behind the other; undefined stands for a word that is not indexed */
  | (Placed & { readonly op: 'phrase'; readonly places: readonly (readonly string[] | undefined)[] })
  /** terms that begin with the text, or are the stem of it */
  | (Placed & { readonly op: 'prefix'; readonly text: string; readonly stem: string })
  | (Placed & { readonly op: 'suffix'; readonly text: string })
  | (Placed & { readonly op: 'fuzzy'; readonly text: string; readonly distance: 1 | 2 });

export interface ResolvedQuery {
  /** undefined: nothing can be found */
  readonly query: TermQuery | undefined;
  /** words that are not indexed, and were left out */
  readonly ignored: readonly string[];
}

/** How the words of each field are analysed; without a name: those of any field. */
export type Analyzers = ReadonlyMap<string | undefined, Analyzer>;

class Resolver {
  private readonly left = new Set<string>();
  /** what words became, by how they are written: of a pasted text most come again */
  private readonly met = new Map<string, TermQuery | undefined>();
  private readonly known = new Map<string, TermQuery>();

  constructor(
    private readonly analyzers: Analyzers,
    private readonly conjunction: Conjunction,
  ) {}

  /** Words that no field has. */
  get ignored(): string[] {
    const all = [...this.analyzers.values()];
    return [...this.left].filter((word) => !all.some((analyzer) => analyzer.isIndexed(word)));
  }

  resolve(expression: Expression, field?: string): TermQuery | undefined {
    switch (expression.op) {
      case 'and':
      case 'or':
        return this.join(
          expression.op,
          expression.inputs.map((input) => this.resolve(input, field)),
        );
      case 'not': {
        const input = this.resolve(expression.input, field);
        return input && { op: 'not', input };
      }
      case 'field':
        return this.resolve(expression.input, expression.field);
      default:
        return this.leaf(expression, field);
    }
  }

  private join(op: Conjunction, inputs: readonly (TermQuery | undefined)[]): TermQuery | undefined {
    const there = [...new Set(inputs.filter((input) => input !== undefined))];
    return there.length > 1 ? { op, inputs: there } : there[0];
  }

  /** The one object of all that ask for the same. */
  private same(query: TermQuery | undefined): TermQuery | undefined {
    if (!query) return undefined;
    const text = JSON.stringify(query);
    const known = this.known.get(text) ?? query;
    this.known.set(text, known);
    return known;
  }

  /** What is looked for in one field, or in each of them. */
  private inFields(
    field: string | undefined,
    make: (analyzer: Analyzer, field: string | undefined) => TermQuery | undefined,
  ): TermQuery | undefined {
    const only = this.analyzers.get(field) ?? this.analyzers.get(undefined);
    if (only) return make(only, field);
    return this.join(
      'or',
      [...this.analyzers].map(([name, analyzer]) => make(analyzer, name)),
    );
  }

  private leaf(written: Word, field: string | undefined): TermQuery | undefined {
    if (written.op === 'words') return this.words(written.text, field);
    if (written.op === 'phrase') return this.phrase(written.text, field);
    const { op, text } = written;
    const query = this.inFields(field, (analyzer, name) => {
      if (op === 'prefix') return { op, text, stem: analyzer.termsOf(text)[0]!, field: name };
      if (op === 'suffix') return { op, text, field: name };
      return { op, text: analyzer.termsOf(text)[0]!, distance: written.distance, field: name };
    });
    return this.same(query);
  }

  /** What is written without a blank, as e-mail is, stands together in the text; blanks come from plain queries alone. */
  private words(text: string, field: string | undefined): TermQuery | undefined {
    const parts = text.split(/\s+/).filter(Boolean);
    return this.join(
      this.conjunction,
      parts.map((part) => this.phrase(part, field)),
    );
  }

  private phrase(text: string, field: string | undefined): TermQuery | undefined {
    const written = `${field ?? ''} ${text}`;
    if (!this.met.has(written)) {
      const query = this.inFields(field, (analyzer, name) => phraseOf(this.indexed(text, analyzer), name));
      this.met.set(written, this.same(query));
    }
    return this.met.get(written);
  }

  private indexed(text: string, analyzer: Analyzer): IndexedWord[] {
    for (const { text: word } of tokenize(text)) if (!analyzer.isIndexed(word)) this.left.add(word);
    return [...analyzer.analyze(text)];
  }
}

function phraseOf(words: readonly IndexedWord[], field: string | undefined): TermQuery | undefined {
  const [first] = words;
  if (!first) return undefined;
  if (words.length === 1) return { op: 'term', terms: first.terms, field };
  const places = Array.from(
    { length: words.at(-1)!.place - first.place + 1 },
    () => undefined as readonly string[] | undefined,
  );
  for (const { place, terms } of words) places[place - first.place] = terms;
  return { op: 'phrase', places, field };
}

/** Bring the words of a query to terms. */
export function resolveQuery(
  expression: Expression | undefined,
  analyzer: Analyzer | Analyzers,
  conjunction: Conjunction = 'and',
): ResolvedQuery {
  const analyzers = analyzer instanceof Analyzer ? new Map([[undefined, analyzer]]) : analyzer;
  const resolver = new Resolver(analyzers, conjunction);
  const query = expression && resolver.resolve(expression);
  return { query, ignored: resolver.ignored };
}
