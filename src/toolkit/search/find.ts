import { encodePlainJson } from '../../codecs/plain-json.js';
import type { Connection } from '../../redis/connection/connection.js';
import { searchDocuments } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { type HighlightOptions, markWords } from '../../text/highlight.js';
import { planText, type TextIndexPlan } from '../../text/plan.js';
import type { TermQuery } from '../../text/query.js';
import { readSearch, type SearchSyntax } from '../../text/search.js';
import { natural } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { textOf } from '../../util/thrown.js';
import { decodeDocument, type Metadata, type StoredDocument, textsOf } from './document.js';
import { CONTENT, checkFieldBoost, type IndexSettings } from './settings.js';

/** The fields of documents, of which a document that is one text has `content`. */
export type FieldOf<D> = D extends string ? typeof CONTENT : keyof D & string;

export interface SearchIndexSearchOptions<F extends string = string, M extends object = Metadata> extends SearchSyntax {
  /** how many to give @default 10 */
  readonly limit?: number | undefined;
  /** how many of the best to pass over @default 0 */
  readonly offset?: number | undefined;
  /** the fields to search @default all */
  readonly fields?: readonly F[] | undefined;
  /** what the score of a word counts for, by field, in place of what the index says */
  readonly boosts?: { readonly [P in F]?: number } | undefined;
  /** metadata that documents must have, each equal */
  readonly filter?: { readonly [P in keyof M]?: M[P] } | undefined;
  /** give the texts with the words that were found marked @default false */
  readonly highlight?: boolean | HighlightOptions | undefined;
}

const SEARCH: OptionNames<SearchIndexSearchOptions> = {
  limit: true,
  offset: true,
  fields: true,
  boosts: true,
  filter: true,
  highlight: true,
  syntax: true,
  defaultConjunction: true,
};

/** A document that fits. */
export interface Hit<D, M extends object = Metadata> extends StoredDocument<D, M> {
  /** how well: the sum of what its words tell, by BM25 */
  readonly score: number;
  /** by field, of those in which words were found */
  readonly highlights?: Readonly<Record<string, string>>;
}

export interface Hits<D, M extends object = Metadata> {
  /** how many documents fit */
  readonly total: number;
  /** words that are not indexed, and were left out */
  readonly ignored: readonly string[];
  readonly hits: readonly Hit<D, M>[];
}

/** How far a search reaches: the server sorts that many documents. */
const DEEPEST = 10_000;
/** Steps of about a microsecond that one run may hold the server. */
const BUDGET = 3500;

const ORDER = [
  { op: 'score', reverse: true },
  { op: 'id', reverse: false },
];

interface Slice {
  readonly found: readonly { readonly number: string; readonly score: number; readonly document: string[] }[];
  readonly next: string | null;
  readonly total: number;
  /** cut and sorted by the server */
  readonly whole: boolean;
}

type Reply = [string[], string[], string[][], string | null, number, number];

function fieldsOf(settings: IndexSettings, given: readonly string[] | undefined): string[] {
  if (given === undefined) return settings.fields;
  const unknown = Array.isArray(given) ? given.find((name) => !settings.boosts.has(name)) : given;
  if (unknown === undefined && given.length > 0) return [...new Set(given)];
  throw new TypeError(`fields takes names of ${settings.fields.join(', ')}, not ${textOf(unknown)}. Correct it.`);
}

/** What an index is asked, as data. */
export class IndexSearch {
  private readonly query: TermQuery | undefined;
  private readonly fields: string[];
  private readonly limit: number;
  private readonly offset: number;
  readonly ignored: readonly string[];

  constructor(
    private readonly base: string,
    private readonly settings: IndexSettings,
    query: string,
    private readonly options: SearchIndexSearchOptions,
  ) {
    if (typeof query !== 'string') throw new TypeError(`A search is a text, not ${typeof query}. Give it as one.`);
    knownOptions('search()', options, SEARCH);
    this.limit = natural('limit', options.limit ?? 10);
    this.offset = natural('offset', options.offset ?? 0);
    if (this.limit + this.offset > DEEPEST)
      throw new RangeError(
        `offset and limit reach to ${this.limit + this.offset}, beyond ${DEEPEST}. Narrow the search.`,
      );
    this.fields = fieldsOf(settings, options.fields);
    const analyzers = new Map(this.fields.map((field) => [field as string | undefined, settings.analyzer]));
    const read = readSearch(query, analyzers, options);
    this.query = read.query;
    this.ignored = read.ignored;
    for (const [field, boost] of Object.entries(options.boosts ?? {})) {
      fieldsOf(settings, [field]);
      checkFieldBoost(field, boost);
    }
  }

  private index(field: string): TextIndexPlan {
    const { base } = this;
    const boost = this.options.boosts?.[field] ?? this.settings.boosts.get(field)!;
    const reversed = this.settings.suffix && { reversed: `${base}#ends:${field}` };
    const sizes = { texts: `texts/${field}`, total: `words/${field}` };
    return {
      field: `~${field}`,
      list: `t:${field}/`,
      dictionary: `${base}#dict:${field}`,
      ...reversed,
      ...sizes,
      boost,
    };
  }

  private plan(query: TermQuery): object {
    const { suffix } = this.settings;
    const text = planText(
      query,
      this.fields.map((name) => ({ name, suffix })),
      (_, word) => {
        throw new TypeError(
          `${word} needs an index with { suffix: true }. Make one, or search for the beginning of the word.`,
        );
      },
    );
    const search = { op: 'text', indexes: this.fields.map((field) => this.index(field)), query: text };
    const filters = Object.entries(this.options.filter ?? {}).map(([name, value]) => ({
      op: 'stored',
      field: `m:${name}`,
      ...(value !== undefined && { value: encodePlainJson(value) }),
    }));
    return filters.length === 0 ? search : { op: 'and', inputs: [search, ...filters] };
  }

  private request(query: TermQuery): string {
    const { base, limit, offset } = this;
    const model = { key: base, ids: `${base}#ids`, counts: `${base}#counts`, integer: true };
    const cut = { mode: 'rows', order: ORDER, limit, offset, keys: true, budget: BUDGET };
    return JSON.stringify({ models: [model], plan: this.plan(query), ...cut });
  }

  private async *slices(connection: Connection, query: TermQuery): AsyncGenerator<Slice> {
    const asked = this.request(query);
    const keys = { base: this.base, ids: `${this.base}#ids` };
    let from: string | null = null;
    do {
      const request: string = from === null ? asked : `${asked.slice(0, -1)},"from":${from}}`;
      const reply = (await run(connection, searchDocuments, {
        keys,
        args: { settings: this.settings.text, request },
      })) as Reply;
      const [numbers, scores, documents, next, total, whole] = reply;
      const found = numbers.map((number, i) => ({ number, score: Number(scores[i]), document: documents[i]! }));
      yield { found, next, total, whole: whole === 1 };
      from = next;
    } while (from !== null);
  }

  /** Ask the server: in one round trip, or as many as its budget needs. */
  async run<D, M extends object>(connection: Connection): Promise<Hits<D, M>> {
    if (!this.query) return { total: 0, ignored: this.ignored, hits: [] };
    const slices: Slice[] = [];
    for await (const slice of this.slices(connection, this.query)) slices.push(slice);
    const found = slices.flatMap((slice) => slice.found);
    const last = slices.at(-1)!;
    if (!last.whole) found.sort((a, b) => b.score - a.score || Number(a.number) - Number(b.number));
    const page = last.whole ? found : found.slice(this.offset, this.offset + this.limit);
    return { total: last.total, ignored: this.ignored, hits: page.map((each) => this.hit<D, M>(each)) };
  }

  private hit<D, M extends object>({ document, score }: Slice['found'][number]): Hit<D, M> {
    const stored = decodeDocument<D, M>(document);
    const { highlight: marks } = this.options;
    if (marks === undefined || marks === false) return { score, ...stored };
    return { score, highlights: this.highlights(stored.document, marks === true ? {} : marks), ...stored };
  }

  private highlights(document: unknown, options: HighlightOptions): Record<string, string> {
    const marked: Record<string, string> = {};
    const { analyzer } = this.settings;
    for (const [field, text] of textsOf(this.settings, document)) {
      const shown = markWords(text, this.query!, analyzer, options, field);
      if (shown !== markWords(text, this.query!, analyzer, { ...options, before: '', after: '' }, field))
        marked[field] = shown;
    }
    return marked;
  }
}
