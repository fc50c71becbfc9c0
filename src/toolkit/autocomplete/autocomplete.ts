import type { ValueCodec } from '../../codecs/codec.js';
import { plainJson } from '../../codecs/plain-json.js';
import { type Several, several } from '../../containers/variadic.js';
import { CodecError } from '../../errors/container.js';
import type { Connection } from '../../redis/connection/connection.js';
import { RawConnection } from '../../redis/connection/raw.js';
import { boostTitles, clearTitles, deleteTitle, storeTitles } from '../../scripts/generated.js';
import { run, scriptFailure } from '../../scripts/run.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { inBatches } from '../batches.js';
import { type Keeping, UtilityConnection } from '../foreign.js';
import { keyPrefix } from '../key.js';
import { refuseSettings } from '../settings.js';
import {
  type AnyEntry,
  type AnyTitle,
  checkId,
  checkTitleBoost,
  checkType,
  encodeTitle,
  type StoredTitle,
  type TitleArguments,
  type TitleEntry,
  titleWeight,
} from './entry.js';
import { type AutocompleteSearchOptions, type Match, searchFor } from './find.js';
import { PhraseAnalyzer, type PhraseOptions } from './phrase.js';

export interface AutocompleteOptions<D = unknown> extends PhraseOptions {
  /** how many letters of a phrase may be wrong @default 0 */
  readonly typos?: 0 | 1 | undefined;
  /** how data is stored @default JSON */
  readonly codec?: ValueCodec<D> | undefined;
}

/** What a boost is for: a title, all titles of a type, or the title of an id in one type. */
export interface BoostTarget {
  readonly id?: string | number | undefined;
  readonly type?: string | undefined;
}

const INDEX: OptionNames<AutocompleteOptions> = { typos: true, codec: true, stopWords: true, minWordLength: true };
const TITLE: OptionNames<AnyTitle<unknown>> = { title: true, type: true, data: true };

const UTILITY = 'part of an autocomplete';

/** What the keys of an autocomplete hold. */
const keepingOf = (base: string): Keeping => ({
  utility: UTILITY,
  keys: [
    { key: `${base}:settings`, holds: { string: true } },
    { key: `${base}:types`, holds: { hash: true } },
    { key: `${base}:boosts`, holds: { hash: true } },
    { key: `${base}:letters`, holds: { set: true } },
    ...['titles', 'data', 'words'].map((kind) => ({ key: `${base}:${kind}:`, holds: { hash: true } as const })),
  ],
  others: `${base}:*`,
});

/** How many titles one script deletes, so that it holds the server for a few milliseconds. */
const BATCH = 15;
/** Letters of the words of titles that one script stores: each is the end of a beginning, which has an entry. */
const LETTERS = 400;
/** How many titles one step of an iteration reads. */
const STEP = 500;

/**
 * Suggestions for what is being typed: titles of which each word of a phrase begins a word, those first that have it near their front.
 *
 * Layout: a sorted set for each beginning of a word, of the ids by what the beginning costs there.
 */
export class Autocomplete<D = unknown> {
  static {
    showBy(Autocomplete, ({ name }) => [name]);
  }

  private readonly connection: Connection;
  private readonly base: string;
  private readonly analyzer: PhraseAnalyzer;
  private readonly codec: ValueCodec<D>;
  private readonly typos: number;
  private readonly settings: string;

  constructor(
    connection: Connection,
    readonly name: string,
    options: AutocompleteOptions<D> = {},
  ) {
    knownOptions('an autocomplete', options as AutocompleteOptions, INDEX);
    this.base = keyPrefix('autocomplete', name);
    this.connection = new UtilityConnection(connection, keepingOf(this.base));
    this.analyzer = new PhraseAnalyzer(options);
    this.settings = this.analyzer.settings;
    this.codec = options.codec ?? (plainJson as unknown as ValueCodec<D>);
    this.typos = options.typos ?? 0;
    if (this.typos !== 0 && this.typos !== 1)
      throw new RangeError(`typos must be 0 or 1, not ${String(options.typos)}. Give one of these.`);
  }

  /**
   * Store a title, in place of the one that the id has. Boosts stay.
   *
   * Redis: one script, O(letters · log n), atomic.
   *
   * @throws TypeError, RangeError for empty texts, and for data that cannot be stored
   * @throws SettingsError where titles are stored under other `stopWords` or another `minWordLength`
   */
  async store(id: string | number, ...[options]: TitleArguments<D>): Promise<void> {
    const { title, type, data }: AnyTitle<D> = knownOptions('store()', (options ?? {}) as AnyTitle<D>, TITLE);
    await this.storeBatch([encodeTitle({ id, title, type, data }, this.analyzer, this.codec)]);
  }

  /**
   * Store many titles; none when one of them is wrong.
   *
   * Redis: one script for about 400 letters of their words, atomic each.
   *
   * @returns how many are new
   */
  async storeMany(entries: Several<TitleEntry<D>>): Promise<number> {
    const stored = several('The titles', entries as Several<AnyEntry<D>>).map((entry) =>
      encodeTitle(entry, this.analyzer, this.codec),
    );
    let added = 0;
    for (const batch of inBatches(stored, LETTERS, titleWeight)) added += await this.storeBatch(batch);
    return added;
  }

  private async storeBatch(entries: readonly StoredTitle[]): Promise<number> {
    const input = { keys: this.keys, args: { settings: this.settings }, rest: entries.flat() };
    return Number(await run(this.connection, storeTitles, input).catch((error) => this.explain(error)));
  }

  /**
   * The titles that have all words of a phrase, or words that begin with them: best first, ties by title, then by id. A title
   * that has the words at its front is better; among equals the one that comes first in the alphabet is. Saved and given boosts
   * multiply the score. Titles with a mistyped letter come after all others, and only where these do not fill the
   * page; words of two letters are taken as they are.
   *
   * Redis: one read-only script, atomic. Where every word of a phrase fits more than 4,000 titles, it looks at the best 1,200
   * entries of these words.
   *
   * @throws RangeError where `offset` and `limit` exceed 1,000 together; SettingsError as store
   */
  async search(phrase: string, options: AutocompleteSearchOptions = {}): Promise<Match<D>[]> {
    const words = this.analyzer.phrase(checkPhrase(phrase));
    const connection = this.codec.binary ? new RawConnection(this.connection) : this.connection;
    const how = { typos: this.typos, settings: this.settings };
    const found = searchFor(connection, this.keys, words, how, options, (stored, title, id) =>
      stored === null ? (title as unknown as D) : this.decode(stored, id),
    );
    return found.catch((error) => this.explain(error));
  }

  /**
   * Multiply the score of a title (`id`), of all titles of a type (`type`), or of a title of one type (both) in every search, also
   * once it is stored anew. Above 1 it moves up.
   *
   * Redis: one script, O(letters · log n), atomic.
   *
   * @param options `relative: false` sets the boost, where otherwise the one that there is is multiplied
   * @throws RangeError for what is not a positive number
   */
  async boost(target: BoostTarget, by: number, options: { relative?: boolean | undefined } = {}): Promise<void> {
    const { id, type } = knownOptions('what is boosted', target, { id: true, type: true });
    knownOptions('boost()', options, { relative: true });
    if (id === undefined && type === undefined)
      throw new TypeError('A boost is for an id, a type, or both. Give one of these.');
    const args = {
      id: id === undefined ? '' : `=${checkId(id)}`,
      type: type === undefined ? '' : `=${checkType(type)}`,
      by: checkTitleBoost(by),
      relative: (options.relative ?? true) ? 1 : 0,
    };
    const keys = { base: this.base, boosts: `${this.base}:boosts` };
    await run(this.connection, boostTitles, { keys, args }).catch((error: unknown) => {
      if (scriptFailure(error)?.code !== 'OUT_OF_RANGE') throw error;
      throw new RangeError(`The boost would leave the range of 1e-100 to 1e100. Set one with { relative: false }.`);
    });
  }

  /**
   * Whether there is a title of this id.
   *
   * Redis: HEXISTS, O(1), atomic.
   */
  async has(id: string | number, options: { readonly type?: string | undefined } = {}): Promise<boolean> {
    const { type } = knownOptions('has()', options, { type: true });
    return (await this.connection.send('hexists', [this.titlesOf(checkType(type)), checkId(id)])) === 1;
  }

  /**
   * Delete a title, and the boosts of its id.
   *
   * Redis: one script, O(letters · log n), atomic.
   *
   * @returns whether it was there
   */
  async delete(id: string | number, options: { readonly type?: string | undefined } = {}): Promise<boolean> {
    const { type } = knownOptions('delete()', options, { type: true });
    const args = { type: checkType(type), id: checkId(id) };
    return (await run(this.connection, deleteTitle, { keys: this.keys, args })) === 1;
  }

  /**
   * The data of all titles, in no order. A title that is there from the first step to the last is among them, once.
   *
   * Redis: HSCAN and HMGET, 500 titles a step.
   */
  async *data(): AsyncGenerator<D, void, undefined> {
    for await (const [type, ids, titles] of this.scan()) {
      const command = [`${this.base}:data:${type}`, ...ids];
      const stored = (await (this.codec.binary
        ? this.connection.sendBuffer('hmget', command)
        : this.connection.send('hmget', command))) as unknown[];
      for (const [i, value] of stored.entries())
        yield value === null ? (titles[i] as unknown as D) : this.decode(value, ids[i]!);
    }
  }

  /**
   * All titles, in no order. One that is there from the first step to the last is among them, once.
   *
   * Redis: HSCAN, 500 titles a step.
   */
  async *titles(): AsyncGenerator<string, void, undefined> {
    for await (const [, , titles] of this.scan()) yield* titles;
  }

  private async *scan(): AsyncGenerator<[type: string, ids: string[], titles: string[]]> {
    for (const type of (await this.connection.send('hkeys', [`${this.base}:types`])) as string[]) {
      const given = new Set<string>();
      let cursor = '0';
      do {
        const reply = await this.connection.send('hscan', [this.titlesOf(type), cursor, 'COUNT', STEP]);
        const [next, found] = reply as [string, string[]];
        const pairs = found.flatMap((id, i) => (i % 2 === 0 && !given.has(id) ? [[id, found[i + 1]!] as const] : []));
        for (const [id] of pairs) given.add(id);
        if (pairs.length > 0) yield [type, pairs.map(([id]) => id), pairs.map(([, title]) => title)];
        cursor = next;
      } while (cursor !== '0');
    }
  }

  /**
   * How many titles there are.
   *
   * Redis: HVALS, O(types), atomic.
   */
  async size(): Promise<number> {
    const counts = (await this.connection.send('hvals', [`${this.base}:types`])) as string[];
    return counts.reduce((sum, count) => sum + Number(count), 0);
  }

  /**
   * Delete all titles and boosts.
   *
   * Redis: one script for about 15 titles each, atomic each.
   */
  async clear(): Promise<void> {
    const args = { most: BATCH };
    while ((await run(this.connection, clearTitles, { keys: this.keys, args })) === 1);
  }

  private get keys() {
    return { base: this.base, letters: `${this.base}:letters` };
  }

  private titlesOf(type: string): string {
    return `${this.base}:titles:${type}`;
  }

  private explain(error: unknown): never {
    const failure = scriptFailure(error);
    if (failure?.code === 'SETTINGS')
      refuseSettings(
        this.name,
        this.settings,
        { key: `${this.base}:settings`, text: String(failure.facts[0]) },
        UTILITY,
      );
    throw error;
  }

  private decode(stored: unknown, id: string): D {
    try {
      return (this.codec as { decode(stored: unknown): D }).decode(stored);
    } catch (error) {
      throw new CodecError(`${this.base}:data`, id, error);
    }
  }
}

function checkPhrase(phrase: string): string {
  if (typeof phrase === 'string') return phrase;
  throw new TypeError(`The phrase must be a string, not ${typeof phrase}. Give what was typed.`);
}
