// A query as an index is asked: its words brought to terms in the way of the indexed texts.
import type { Analyzer, Word } from './analyzer.js';
import type { Conjunction, Expression, Word as Written } from './syntax/expression.js';
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

class Resolver {
  readonly ignored = new Set<string>();

  constructor(
    private readonly analyzer: Analyzer,
    private readonly conjunction: Conjunction,
  ) {}

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
    const there = inputs.filter((input) => input !== undefined);
    return there.length > 1 ? { op, inputs: there } : there[0];
  }

  private leaf(written: Written, field: string | undefined): TermQuery | undefined {
    if (written.op === 'words') return this.words(written.text, field);
    if (written.op === 'phrase') return this.phrase(this.indexed(written.text), field);
    const { op, text } = written;
    if (op === 'prefix') return { op, text, stem: this.analyzer.termsOf(text)[0]!, field };
    if (op === 'suffix') return { op, text, field };
    return { op, text: this.analyzer.termsOf(text)[0]!, distance: written.distance, field };
  }

  /** What is written without a blank, as e-mail is, stands together in the text; blanks come from plain queries alone. */
  private words(text: string, field: string | undefined): TermQuery | undefined {
    const parts = text.split(/\s+/).filter(Boolean);
    return this.join(
      this.conjunction,
      parts.map((part) => this.phrase(this.indexed(part), field)),
    );
  }

  private indexed(text: string): Word[] {
    for (const { text: word } of tokenize(text)) if (!this.analyzer.isIndexed(word)) this.ignored.add(word);
    return [...this.analyzer.analyze(text)];
  }

  private phrase(words: readonly Word[], field: string | undefined): TermQuery | undefined {
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
}

/** Bring the words of a query to terms. */
export function resolveQuery(
  expression: Expression | undefined,
  analyzer: Analyzer,
  conjunction: Conjunction = 'and',
): ResolvedQuery {
  const resolver = new Resolver(analyzer, conjunction);
  const query = expression && resolver.resolve(expression);
  return { query, ignored: [...resolver.ignored] };
}
