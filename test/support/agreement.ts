import { createHash } from 'node:crypto';
import type { Database } from '../../src/database.js';
import { joinValues } from '../../src/indexes/unique.js';
import { bindingOf } from '../../src/model/binding.js';
import type { IndexSchema, Schema } from '../../src/schema/schema.js';

type Redis = Database['redis'];
type Row = Readonly<Record<string, string>>;
type Entries = Map<string, Map<string, string | number>>;

const LEAF = 511;

function put(entries: Entries, key: string, member: string, value: string | number = ''): void {
  const list = entries.get(key) ?? new Map<string, string | number>();
  entries.set(key, list.set(member, value));
}

const escapeText = (value: string): string => value.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');

function postingName({ name }: IndexSchema, value: string): string {
  if (Buffer.byteLength(value) <= 128) return `eq:${name}:${value}`;
  return `long:${name}:${createHash('sha1').update(value).digest('hex')}`;
}

function expectIndex(entries: Entries, index: IndexSchema, row: Row, id: string): void {
  const values = index.fields.map((field) => row[field.stored]);
  const [value] = values;
  if (index.kind === 'unique') {
    if (values.every((v) => v !== undefined)) put(entries, `uq:${index.name}`, joinValues(values as string[]), id);
  } else if (value === undefined) {
    if (index.fields[0]!.optional) put(entries, `null:${index.name}`, id);
  } else if (index.kind === 'exact') put(entries, postingName(index, value), id);
  else if (index.kind === 'ordered') put(entries, `by:${index.name}`, id, Number(value) + 0);
  else put(entries, `lex:${index.name}`, `${escapeText(value)}\0${id}`);
}

/** What the indexes must hold, by the rows that are stored. */
async function expected(redis: Redis, schema: Schema): Promise<Entries> {
  const entries: Entries = new Map();
  const prefix = `${schema.keyspace.prefix}:`;
  const keys = await redis.keys(`${prefix}*`);
  const rows = await Promise.all(keys.map((key) => redis.hgetall(key)));
  for (const [i, row] of rows.entries()) {
    const id = keys[i]!.slice(prefix.length);
    put(entries, 'ids', id);
    for (const index of schema.indexes) expectIndex(entries, index, row, id);
  }
  return entries;
}

/** The keys behind `#`, and the counts, of which what was found is taken away: what is left at the end is too much. */
class Reader {
  readonly entries: Entries = new Map();

  constructor(
    private readonly redis: Redis,
    private readonly schema: Schema,
    private readonly keys: Set<string>,
    private readonly counts: Map<string, number>,
  ) {}

  private key(name: string): string {
    return `${this.schema.keyspace.prefix}#${name}`;
  }

  private take(name: string): string {
    this.keys.delete(name);
    return this.key(name);
  }

  private takeCount(name: string): number | undefined {
    const count = this.counts.get(name);
    this.counts.delete(name);
    return count;
  }

  private async ids(name: string): Promise<string[]> {
    if (!this.schema.primary.integer) return this.redis.zrange(this.take(name), '0', '-1');
    const count = this.takeCount(name);
    return count === undefined ? this.redis.smembers(this.take(name)) : this.tree(name, count);
  }

  private async tree(name: string, count: number): Promise<string[]> {
    const starts = await this.redis.zrange(this.take(name), '0', '-1');
    const leaves = await Promise.all(starts.map((start) => this.redis.smembers(this.take(`${start}/${name}`))));
    for (const [i, leaf] of leaves.entries()) {
      expect(leaf.length).toBeLessThanOrEqual(LEAF);
      const [low, high] = [Number(starts[i]), Number(starts[i + 1] ?? Number.POSITIVE_INFINITY)];
      for (const id of leaf) expect(Number(id) >= low && Number(id) < high).toBe(true);
    }
    expect(leaves.flat()).toHaveLength(count);
    return leaves.flat();
  }

  async posting(name: string): Promise<void> {
    for (const id of await this.ids(name)) put(this.entries, name, id);
  }

  async ordered(name: string): Promise<void> {
    const pairs = await this.redis.zrange(this.take(name), '0', '-1', 'WITHSCORES');
    for (let i = 0; i < pairs.length; i += 2) put(this.entries, name, this.member(pairs[i]!), Number(pairs[i + 1]) + 0);
  }

  async lexical(name: string): Promise<void> {
    for (const member of await this.redis.zrange(this.take(name), '0', '-1')) {
      const end = member.indexOf('\0');
      put(this.entries, name, `${member.slice(0, end)}\0${this.member(member.slice(end + 1))}`);
    }
  }

  // a whole number is led by a letter for its number of digits
  private member(text: string): string {
    if (!this.schema.primary.integer) return text;
    expect(text.charCodeAt(0) - 96).toBe(text.length - 1);
    return text.slice(1);
  }

  async unique(name: string): Promise<void> {
    const buckets = [...this.keys].filter((key) => key.startsWith(`uq:${name}/`));
    const hashes = await Promise.all(buckets.map((bucket) => this.redis.hgetall(this.take(bucket))));
    for (const hash of hashes)
      for (const [value, id] of Object.entries(hash)) put(this.entries, `uq:${name}`, value, id);
    const size = this.entries.get(`uq:${name}`)?.size ?? 0;
    expect(this.takeCount(`uq:${name}`) ?? 0).toBe(size);
    this.takeCount(`uq/${name}`);
  }

  rest(): unknown {
    return { keys: [...this.keys], counts: Object.fromEntries(this.counts) };
  }
}

async function readIndexes(redis: Redis, schema: Schema): Promise<Reader> {
  const prefix = `${schema.keyspace.prefix}#`;
  const keys = new Set((await redis.keys(`${prefix}*`)).map((key) => key.slice(prefix.length)));
  const counts = Object.entries(await redis.hgetall(`${prefix}counts`)).map(([name, n]) => [name, Number(n)] as const);
  keys.delete('counts');
  keys.delete('next');
  const reader = new Reader(redis, schema, keys, new Map(counts));
  const lists = [...keys].filter((key) => /^(ids$|eq:|long:|null:)/.test(key));
  await Promise.all(lists.map((name) => reader.posting(name)));
  const of = (kind: string) => schema.indexes.filter((index) => index.kind === kind).map((index) => index.name);
  await Promise.all([
    ...of('ordered').map((name) => reader.ordered(`by:${name}`)),
    ...of('lexical').map((name) => reader.lexical(`lex:${name}`)),
    ...of('unique').map((name) => reader.unique(name)),
  ]);
  return reader;
}

/** Assert that every index of a model holds what its rows say, and that no key is there for nothing. */
export async function expectAgreement({ redis }: Database, model: { readonly name: string }): Promise<void> {
  const { schema } = bindingOf(model);
  const reader = await readIndexes(redis, schema);
  expect(reader.entries).toEqual(await expected(redis, schema));
  expect(reader.rest()).toEqual({ keys: [], counts: {} });
}
