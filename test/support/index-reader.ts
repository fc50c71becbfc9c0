// Reads the keys of indexes as their layout is documented (see consistency.ts).
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Database } from 'redstart';
import { compareTexts } from '../../src/plan/compare.js';
import { type IndexSchema, isLinked, type Schema } from '../../src/schema/schema.js';
import { placesOf, readEntry, readForwardList } from './forward-lists.js';
import { keysFrom } from './keys-from.js';

export type Row = Readonly<Record<string, string>>;
/** index key without the prefix → its members, each with a score or an id */
export type Index = Map<string, Map<string, string>>;

/** What `#counts` has that is not a size. */
const BARE: ReadonlySet<string> = new Set(['next', 'last', 'schema', 'referrers', 'table', 'writer']);

/** The lists of many-to-many relations, and their parts. */
const LINKED = /^(\d+\/)?(in|of):/;

const LEAF = 508;

export const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Reads all index keys of a model, and says what their own structure has wrong. */
export class IndexReader {
  readonly found: Index = new Map();
  readonly problems: string[] = [];
  private readonly left: Set<string>;

  private constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly integer: boolean,
    private readonly counts: Map<string, number>,
    keys: readonly string[],
  ) {
    this.left = new Set(keys.map((key) => key.slice(prefix.length)));
    this.left.delete('counts');
  }

  static async read(
    db: Database,
    { keyspace, primary, indexes, relations, containers }: Schema,
    rows: Map<string, Row>,
  ): Promise<IndexReader> {
    const prefix = `${keyspace.prefix}#`;
    const counts = Object.entries(await db.redis.hgetall(`${prefix}counts`));
    const numbers = new Map(counts.map(([name, count]) => [name, Number(count)]));
    const reader = new IndexReader(db.redis as Redis, prefix, primary.integer, numbers, await keysFrom(db, prefix));
    await reader.readAll();
    for (const index of indexes) if (index.text) await reader.text(index, rows);
    const own = [...relations.filter(isLinked), ...containers].map(({ property }) => `own:${property}:`);
    // what entities are linked to is looked at by itself (links.ts)
    for (const key of reader.left)
      if (!LINKED.test(key) && !own.some((start) => key.startsWith(start))) await reader.plain(key);
    return reader;
  }

  private async readAll(): Promise<void> {
    for (const name of this.counts.keys()) {
      if (/^(?:uq|texts|words|terms)\//.test(name) || BARE.has(name) || LINKED.test(name)) continue;
      if (name.startsWith('uq:')) await this.buckets(name);
      else await this.tree(name);
    }
    this.left.delete('reaper');
    // what was done once is not an index
    for (const name of this.left) if (/^once[:/]/.test(name)) this.left.delete(name);
    if (this.left.has('expires')) await this.lifetimes();
  }

  private check(fine: boolean, problem: string): void {
    if (!fine) this.problems.push(problem);
  }

  private async tree(name: string): Promise<void> {
    const starts = await this.redis.zrange(this.prefix + name, '0', '-1', 'WITHSCORES');
    this.left.delete(name);
    this.check(starts[0] === '0', `tree ${name}: it does not begin at 0`);
    const ids = new Map<string, string>();
    for (let i = 0; i < starts.length; i += 2) {
      const [start, end] = [starts[i]!, Number(starts[i + 2] ?? Number.POSITIVE_INFINITY)];
      this.check(Number(start) === Number(starts[i + 1]), `tree ${name}: leaf ${start} has another score`);
      this.left.delete(`${start}/${name}`);
      const leaf = await this.redis.smembers(`${this.prefix}${start}/${name}`);
      this.check(leaf.length <= LEAF, `tree ${name}: leaf ${start} has ${leaf.length} ids`);
      this.check(leaf.length > 0 || start === '0', `tree ${name}: leaf ${start} is empty`);
      this.check(
        leaf.every((id) => Number(start) <= Number(id) && Number(id) < end),
        `tree ${name}: leaf ${start} has ids of another one`,
      );
      for (const id of leaf) ids.set(id, '');
    }
    this.check(ids.size === this.counts.get(name), `tree ${name}: ${ids.size} ids, counted ${this.counts.get(name)}`);
    const last = name === 'ids' ? this.counts.get('last') : undefined;
    this.check(last === undefined || last === Number(starts.at(-1)), `tree ${name}: the last leaf is not ${last}`);
    this.found.set(name, ids);
  }

  private async lifetimes(): Promise<void> {
    const starts = await this.redis.zrangebylex(`${this.prefix}expires`, '-', '+');
    this.left.delete('expires');
    this.check(starts[0] === '0', 'expires: it does not begin at 0');
    const times = new Map<string, string>();
    for (const [i, start] of starts.entries()) {
      this.left.delete(`expires/${start}`);
      const pairs = await this.redis.zrange(`${this.prefix}expires/${start}`, '0', '-1', 'WITHSCORES');
      this.check(pairs.length <= 256, `expires: leaf ${start} has ${pairs.length / 2} ids`);
      this.check(pairs.length > 0 || (start === '0' && starts.length > 1), `expires: leaf ${start} is empty`);
      for (let at = 0; at < pairs.length; at += 2) {
        const [id, time] = [pairs[at]!, pairs[at + 1]!];
        const place = time.padStart(16, '0') + id;
        const fits = place >= start && (starts[i + 1] === undefined || place < starts[i + 1]!);
        this.check(fits, `expires: ${id} of ${time} is in leaf ${start}`);
        times.set(id, time);
      }
    }
    this.found.set('expires', times);
  }

  private async buckets(counted: string): Promise<void> {
    const name = counted.slice('uq:'.length);
    const total = this.counts.get(`uq/${name}`) ?? 1;
    const holders = new Map<string, string>();
    for (let at = 0; at < total; at++) {
      this.left.delete(`uq:${name}/${at}`);
      for (const [value, id] of Object.entries(await this.redis.hgetall(`${this.prefix}uq:${name}/${at}`))) {
        this.check(bucketOf(value, total) === at, `unique ${name}: ${value} is in bucket ${at} of ${total}`);
        holders.set(value, id);
      }
    }
    const count = this.counts.get(counted);
    this.check(holders.size === count, `unique ${name}: ${holders.size} values, counted ${count}`);
    this.found.set(counted, holders);
  }

  /** A full-text index: its dictionary, the ids of each term, and what the rows say of their places. */
  private async text({ name, text }: IndexSchema, rows: Map<string, Row>): Promise<void> {
    const numbers = await this.dictionary(`dict:${name}`);
    const terms = new Map<string, string>();
    for (const key of [...this.left].filter((each) => each.startsWith(`term:${name}/`))) {
      this.left.delete(key);
      for (const [n, term] of Object.entries(await this.redis.hgetall(this.prefix + key))) terms.set(n, term);
    }
    const places = placesOf(text!.stored, rows);
    for (const [term, value] of numbers) {
      const { n, ids } = readEntry(value);
      this.check(terms.get(n) === term, `text ${name}: the number ${n} of ${term} is that of ${terms.get(n)}`);
      terms.delete(n);
      const list = ids ?? [...(await this.list(`t:${name}/${n}`)).keys()];
      this.check(list.length > 0, `text ${name}: no text has ${term}`);
      const found = list.map((id) => [id, places.get(`${id} ${n}`) ?? ''] as const);
      this.found.set(`text:${name}:${term}`, new Map(found));
    }
    this.check(terms.size === 0, `text ${name}: numbers without a term: ${[...terms.values()]}`);
    if (text!.suffix) {
      const reversed = await this.dictionary(`ends:${name}`);
      const wanted = [...numbers.keys()].map((term) => [...term].reverse().join('')).sort();
      this.check(String([...reversed.keys()].sort()) === String(wanted), `text ${name}: its endings are others`);
    }
    const lengths = [...rows.values()]
      .flatMap((row) => row[text!.stored] ?? [])
      .map((list) => readForwardList(list).words);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    this.check((this.counts.get(`texts/${name}`) ?? 0) === lengths.length, `text ${name}: ${lengths.length} texts`);
    this.check((this.counts.get(`words/${name}`) ?? 0) === total, `text ${name}: ${total} words`);
  }

  /** The entries of a dictionary, values as Latin-1; in its leaves by their first terms. */
  private async dictionary(base: string): Promise<Map<string, string>> {
    const firsts = await this.redis.zrange(this.prefix + base, '0', '-1');
    this.left.delete(base);
    const entries = new Map<string, string>();
    for (const [i, first] of ['', ...firsts].entries()) {
      this.left.delete(`${base}/${first}`);
      const leaf = Object.entries(await this.redis.hgetallBuffer(`${this.prefix}${base}/${first}`));
      this.check(leaf.length <= 100, `${base}: the leaf ${first} has ${leaf.length} terms`);
      for (const [term, value] of leaf) {
        const fits = compareTexts(first, term) <= 0 && (firsts[i] === undefined || compareTexts(term, firsts[i]) < 0);
        this.check(fits, `${base}: ${term} is in the leaf ${first}`);
        entries.set(term, value.toString('latin1'));
      }
    }
    return entries;
  }

  /** The ids of a list that belongs to a term. */
  private async list(name: string): Promise<Map<string, string>> {
    if (this.left.delete(name)) await this.plain(name);
    const ids = this.found.get(name) ?? new Map<string, string>();
    this.found.delete(name);
    return ids;
  }

  private async plain(key: string): Promise<void> {
    const type = await this.redis.type(this.prefix + key);
    const isScored = /^(by|lex|rev|geo):/.test(key);
    const wanted = isScored || !this.integer ? 'zset' : 'set';
    if (type !== wanted || /^(uq:|\d+\/)/.test(key)) {
      this.problems.push(`${key}: a ${type} that belongs to nothing`);
    } else if (type === 'set') {
      const ids = await this.redis.smembers(this.prefix + key);
      this.check(ids.length <= LEAF, `${key}: ${ids.length} ids and no tree`);
      this.found.set(key, new Map(ids.map((id) => [id, ''])));
    } else {
      const pairs = await this.redis.zrange(this.prefix + key, '0', '-1', 'WITHSCORES');
      const members = pairs.flatMap((member, i) =>
        i % 2 === 0 ? [[member, isScored ? String(Number(pairs[i + 1])) : ''] as const] : [],
      );
      this.found.set(key, new Map(members));
    }
  }
}

function bucketOf(value: string, buckets: number): number {
  const digest = Number.parseInt(sha1(value).slice(0, 8), 16);
  let power = 1;
  while (power * 2 <= buckets) power *= 2;
  const at = digest % (power * 2);
  return at < buckets ? at : at - power;
}
