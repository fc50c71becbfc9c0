import { type Several, several } from '../../containers/variadic.js';
import type { Connection } from '../../redis/connection/connection.js';
import { countIds, deleteDocuments, getDocument, listDocuments, storeDocuments } from '../../scripts/generated.js';
import { run, scriptFailure } from '../../scripts/run.js';
import { wordsCut } from '../../scripts/words-cut.js';
import { fold } from '../../text/fold.js';
import { tokenize } from '../../text/tokenize.js';
import { natural } from '../../util/check.js';
import { knownOptions } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { inBatches } from '../batches.js';
import { type Keeping, type Kept, UtilityConnection } from '../foreign.js';
import { keyPrefix } from '../key.js';
import { refuseSettings } from '../settings.js';
import {
  checkDocumentId,
  type DocumentEntry,
  decodeDocument,
  type EncodedDocument,
  encodeDocument,
  type Metadata,
  type MetadataArgument,
  type StoredDocument,
  textsOf,
} from './document.js';
import { type FieldOf, type Hits, IndexSearch, type SearchIndexSearchOptions } from './find.js';
import { IndexSettings, type SearchIndexOptions } from './settings.js';

const UTILITY = 'part of a search index';
/** Words of the documents that one script stores, so that it holds the server for a few milliseconds. */
const WORDS = 500;
/** Documents that one script deletes. */
const DOCUMENTS = 20;
/** Documents that suggestions are taken from. */
const SAMPLE = 50;

/** Documents in their order, in portions of about so many words; of two with one id the last. */
const inPortions = (documents: readonly EncodedDocument[]): Generator<EncodedDocument[]> =>
  inBatches(new Map(documents.map((each) => [each.id, each])).values(), WORDS, ({ words }) => words);

/**
 * Full-text search over documents, with no entity needed: the engine of `@FullText()`, used alone.
 *
 * A document is a text, or texts by field, with metadata beside it that is kept and can be filtered by. Words are found without case and
 * accents, by their stems; hits come best first, by BM25.
 */
export class SearchIndex<D = string, M extends object = Metadata> {
  static {
    showBy(SearchIndex, ({ name }) => [name]);
  }

  private readonly connection: Connection;
  private readonly base: string;
  private readonly settings: IndexSettings;

  constructor(
    connection: Connection,
    readonly name: string,
    options: SearchIndexOptions = {},
  ) {
    this.base = keyPrefix('search', name, 'search index');
    this.settings = new IndexSettings(options);
    this.connection = new UtilityConnection(connection, this.keeping);
  }

  private get keeping(): Keeping {
    const { base } = this;
    const words = this.settings.fields.flatMap((field): Kept[] => [
      { key: `${base}#dict:${field}`, holds: { zset: true } },
      { key: `${base}#term:${field}/0`, holds: { hash: true } },
    ]);
    const keys: Kept[] = [
      { key: `${base}#settings`, holds: { string: true } },
      { key: `${base}#ids`, holds: { set: true, zset: true } },
      { key: `${base}#counts`, holds: { hash: true } },
      { key: `${base}#uq:id/0`, holds: { hash: true } },
    ];
    return { utility: UTILITY, keys: [...keys, ...words], others: `${base}*` };
  }

  /**
   * Add a document, in place of the one that the id has.
   *
   * Redis: one script, O(words), atomic.
   *
   * @throws TypeError for a document or metadata of another form
   * @throws SettingsError where documents are kept under other settings
   */
  async add(id: string | number, document: D, ...[metadata]: MetadataArgument<M>): Promise<void> {
    await this.store([encodeDocument(this.settings, { id, document, metadata })], false);
  }

  /**
   * Add many documents; none when one of them is wrong.
   *
   * Redis: a script for about 500 words each, atomic each.
   *
   * @returns how many are new
   */
  async addMany(entries: Several<DocumentEntry<D, M>>): Promise<number> {
    const documents = several('The documents', entries).map((entry) => encodeDocument(this.settings, entry));
    let added = 0;
    for (const portion of inPortions(documents)) added += await this.store(portion, false);
    return added;
  }

  /** The same as `add`, but metadata that is not given stays as it is. Redis: as add. */
  async update(id: string | number, document: D, metadata?: Partial<M>): Promise<void> {
    await this.store([encodeDocument(this.settings, { id, document, metadata })], true);
  }

  /** The same as `add`: metadata that is not given is dropped. Redis: as add. */
  async replace(id: string | number, document: D, ...metadata: MetadataArgument<M>): Promise<void> {
    await this.add(id, document, ...metadata);
  }

  /**
   * Take a document out; `keepDocument` leaves it for `get`, and searches find it no more.
   *
   * Redis: one script, O(words), atomic.
   *
   * @returns whether it was there
   */
  async delete(id: string | number, options: { readonly keepDocument?: boolean | undefined } = {}): Promise<boolean> {
    const { keepDocument } = knownOptions('delete()', options, { keepDocument: true });
    return (await this.remove([checkDocumentId(id)], keepDocument === true)) > 0;
  }

  /** A document with its metadata, or undefined. Redis: one script, O(1). */
  async get(id: string | number): Promise<StoredDocument<D, M> | undefined> {
    const keys = { base: this.base, counts: `${this.base}#counts` };
    const pairs = (await run(this.connection, getDocument, { keys, args: { id: checkDocumentId(id) } })) as
      | string[]
      | null;
    return pairs === null ? undefined : decodeDocument<D, M>(pairs);
  }

  /** How many documents there are. Redis: one script, O(1). */
  async size(): Promise<number> {
    const keys = { list: `${this.base}#ids`, counts: `${this.base}#counts` };
    return Number(await run(this.connection, countIds, { keys, args: { name: 'ids' } }));
  }

  /**
   * The documents that fit, best first, ties in the order in which they were added.
   *
   * `engine AND (loom OR "analytical engine") -steam fuzz~1 pre* title:word`: AND binds before OR, and joins words without a sign;
   * `{ syntax: 'plain' }` takes what people type.
   *
   * Redis: one read-only script; a broad search takes more of them, each of a few milliseconds.
   *
   * @throws QuerySyntaxError with the place; RangeError where `offset` and `limit` exceed 10,000 together; SettingsError as add
   */
  async search(query: string, options: SearchIndexSearchOptions<FieldOf<D>, M> = {}): Promise<Hits<D, M>> {
    const search = new IndexSearch(this.base, this.settings, query, options);
    return search.run<D, M>(this.connection).catch((error) => this.explain(error));
  }

  /** Words of the best documents that begin with a text, those that most of them have first. Redis: as search. */
  async suggest(prefix: string, options: { readonly limit?: number | undefined } = {}): Promise<string[]> {
    const limit = natural('limit', knownOptions('suggest()', options, { limit: true }).limit ?? 10);
    if (typeof prefix !== 'string')
      throw new TypeError(`A prefix is a text, not ${typeof prefix}. Give what was typed.`);
    const beginning = [...tokenize(prefix)].at(-1)?.text;
    if (beginning === undefined) return [];
    const { hits } = await this.search(`${beginning}*`, { limit: SAMPLE });
    const counts = new Map<string, number>();
    for (const { document } of hits)
      for (const word of this.wordsOf(document))
        if (word.startsWith(fold(beginning))) counts.set(word, (counts.get(word) ?? 0) + 1);
    const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return sorted.slice(0, limit).map(([word]) => word);
  }

  /** Take all documents out. Redis: a script for every 20, so that none holds the server for long. */
  async clear(): Promise<void> {
    const keys = { base: this.base, ids: `${this.base}#ids` };
    for (;;) {
      const ids = (await run(this.connection, listDocuments, { keys, args: { most: DOCUMENTS } })) as string[];
      if (ids.length === 0) return;
      await this.remove(ids, false);
    }
  }

  private wordsOf(document: D): Set<string> {
    const texts = [...textsOf(this.settings, document).values()];
    return new Set(texts.flatMap((each) => Array.from(tokenize(each), ({ text }) => text)));
  }

  private async store(documents: readonly EncodedDocument[], keeps: boolean): Promise<number> {
    const rest = documents.flatMap(({ args }) => args);
    const input = { keys: this.keys, args: { settings: this.settings.text, keeps: keeps ? 1 : 0 }, rest };
    const stored = run(this.connection, storeDocuments, input);
    return Number(await stored.catch((error) => this.explain(error)));
  }

  private async remove(ids: readonly string[], keeps: boolean): Promise<number> {
    const input = { keys: this.keys, args: { settings: this.settings.text, keeps: keeps ? 1 : 0 }, rest: ids };
    return Number(await run(this.connection, deleteDocuments, input).catch((error) => this.explain(error)));
  }

  private get keys() {
    return { base: this.base, ids: `${this.base}#ids` };
  }

  private explain(error: unknown): never {
    const failure = scriptFailure(error);
    if (failure?.code !== 'SETTINGS') throw wordsCut(error) ?? error;
    refuseSettings(
      this.name,
      this.settings.text,
      { key: `${this.base}#settings`, text: String(failure.facts[0]) },
      UTILITY,
    );
  }
}
