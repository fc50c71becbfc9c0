import type { Connection } from '../redis/connection/connection.js';
import { isWrongType } from '../redis/wrong-type.js';
import { WORDS } from '../schema/full-text.js';
import { Analyzer } from '../text/analyzer.js';
import { encodeTerms, isTooLong } from '../text/terms.js';
import { forwardList, numbersOf } from './forward-list.js';
import type { KnownIndex, KnownModel } from './known.js';

/** A text as a row has it, and the words that are stored beside it. */
interface StoredText {
  readonly text: Buffer | null;
  readonly list: Buffer | null;
}

/** As lib/text/dictionary/numbers.lua: how many numbers a key of them has. */
const BUCKET = 64;

/** Numbers that are remembered: a term keeps its own as long as it is there. */
const MOST = 100_000;

const NOTHING: StoredText = { text: null, list: null };

/** A key of somebody else has nothing of an index. */
function nothingOfOthers(error: unknown): [] {
  if (isWrongType(error)) return [];
  throw error;
}

/** Reads what a full-text index has stored, without the class that declares it. */
export class TextIndex {
  readonly name: string;
  private readonly analyzer: Analyzer;
  /** the stored names of the text and of its terms */
  private readonly fields: readonly [text: string, list: string];
  private readonly known = new Map<number, string>();

  constructor(
    private readonly connection: Connection,
    private readonly model: KnownModel,
    private readonly index: KnownIndex,
  ) {
    const list = model.fields[index.at[0]! - 1]!;
    this.name = index.name;
    this.fields = [list.slice(WORDS.length), list];
    this.analyzer = Analyzer.of(index.analyzer!);
  }

  /** The text of an entity and its words, of one moment. Redis: HMGET. */
  async read(id: string): Promise<StoredText> {
    try {
      const found = await this.connection.sendBuffer('hmget', [`${this.model.key}:${id}`, ...this.fields]);
      const [text, list] = found as [Buffer | null, Buffer | null];
      return { text, list };
    } catch (error) {
      nothingOfOthers(error);
      return NOTHING;
    }
  }

  /**
   * Whether the words are those of the text. Redis: HMGET for each 64 numbers of terms that are not known yet.
   *
   * @param isFresh ask for all terms: an index that was built anew meanwhile has given their numbers to others
   */
  async agrees({ text, list }: StoredText, isFresh: boolean): Promise<boolean> {
    if (text === null || list === null) return text === list;
    const terms = await this.termsBy([...numbersOf(list)], isFresh);
    const numbers = new Map([...terms].map(([n, term]) => [term, n]));
    return forwardList(this.termsOf(text), numbers)?.equals(list) === true;
  }

  termsOf(text: Buffer): string {
    return encodeTerms(this.analyzer, text.toString());
  }

  /** Whether it has more words than one call writes. */
  isTooLong(text: Buffer): boolean {
    return isTooLong(this.analyzer, text.toString());
  }

  private async termsBy(numbers: readonly number[], isFresh: boolean): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    const buckets = new Map<number, number[]>();
    for (const n of numbers) {
      const term = isFresh ? undefined : this.known.get(n);
      if (term !== undefined) found.set(n, term);
      else buckets.set(Math.floor(n / BUCKET), [...(buckets.get(Math.floor(n / BUCKET)) ?? []), n]);
    }
    await Promise.all([...buckets].map(([bucket, wanted]) => this.ask(bucket, wanted, found)));
    return found;
  }

  private async ask(bucket: number, wanted: readonly number[], found: Map<number, string>): Promise<void> {
    const key = `${this.index.numbers}/${bucket}`;
    const terms = (await this.connection.send('hmget', [key, ...wanted]).catch(nothingOfOthers)) as (string | null)[];
    if (this.known.size > MOST) this.known.clear();
    for (const [i, n] of wanted.entries()) {
      if (terms[i] == null) continue;
      found.set(n, terms[i]);
      this.known.set(n, terms[i]);
    }
  }
}
