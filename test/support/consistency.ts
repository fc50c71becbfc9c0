// Checks a model's keys against its rows by a second reading of the documented layout (the docstring of Keyspace,
// lib/layout/tree.lua, lib/layout/buckets.lua): it shares no code with the scripts that write them.
import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import type { Database, ModelClass } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { compareTexts } from '../../src/plan/compare.js';
import { type IndexSchema, isLinked, type Schema } from '../../src/schema/schema.js';
import { indexed } from '../../src/types/index-form.js';
import { placesOf, readEntry, readForwardList } from './forward-lists.js';
import { linkProblems } from './links.js';
import { memberEntries } from './members.js';

type Row = Readonly<Record<string, string>>;
/** index key without the prefix → its members, each with a score or an id */
type Index = Map<string, Map<string, string>>;

/** What `#counts` has that is not a size. */
const BARE: ReadonlySet<string> = new Set(['next', 'last', 'schema', 'referrers']);

/** The lists of many-to-many relations, and their parts. */
const LINKED = /^(\d+\/)?(in|of):/;

const LEAF = 511;
const LONGEST = 128;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const glob = (text: string): string => text.replaceAll(/[[\]*?^\\]/g, '\\$&');

function mastersOf(redis: Redis | Cluster): Redis[] {
  return 'nodes' in redis ? redis.nodes('master').filter(({ status }) => status === 'ready') : [redis];
}

/** All keys that begin with a text, on whichever node. */
export async function keysFrom(db: Database, start: string): Promise<string[]> {
  const keys = new Set<string>();
  for (const node of mastersOf(db.redis)) {
    for await (const part of node.scanStream({ match: `${glob(start)}*`, count: 1000 })) {
      for (const key of part as string[]) if (key.startsWith(start)) keys.add(key);
    }
  }
  return [...keys].sort();
}

async function rowsOf(db: Database, prefix: string): Promise<Map<string, Row>> {
  const keys = await keysFrom(db, `${prefix}:`);
  const rows = new Map<string, Row>();
  for (let at = 0; at < keys.length; at += 500) {
    const part = keys.slice(at, at + 500);
    const found = await Promise.all(part.map((key) => db.redis.hgetall(key)));
    for (const [i, key] of part.entries()) rows.set(key.slice(prefix.length + 1), found[i]!);
  }
  return rows;
}

const memberOf = (integer: boolean, id: string): string =>
  integer ? `${String.fromCharCode(96 + id.length)}${id}` : id;
const escapeText = (text: string): string => text.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');

function joined(index: IndexSchema, row: Row): string | undefined {
  const values = index.fields.map(({ stored, codec }) => {
    const value = row[stored];
    return value === undefined ? undefined : indexed(codec, value);
  });
  if (values.includes(undefined)) return undefined;
  return values.length === 1 ? values[0] : values.map((v) => `${Buffer.byteLength(v!)}:${v}`).join('');
}

/** A geohash of 52 bits by halving the earth, bit by bit: the way of the definition, not that of the scripts. */
function geohash(stored: string): string {
  const [longitude, latitude] = stored.split(',').map(Number) as [number, number];
  const sides = [
    { value: longitude, low: -180, high: 180 },
    { value: latitude, low: -85.05112878, high: 85.05112878 },
  ];
  let bits = 0n;
  for (let i = 0; i < 52; i++) {
    const side = sides[i % 2]!;
    const middle = (side.low + side.high) / 2;
    const isUpper = side.value >= middle;
    if (isUpper) side.low = middle;
    else side.high = middle;
    bits = bits * 2n + (isUpper ? 1n : 0n);
  }
  return String(bits);
}

type Entry = readonly [key: string, member: string, what: string];

const exactKey = (name: string, value: string): string =>
  Buffer.byteLength(value) > LONGEST ? `long:${name}:${sha1(value)}` : `eq:${name}:${value}`;

/** One entry for each element of an array: texts as they are, `~` before all else. */
function elementEntries(name: string, id: string, stored: string): Entry[] {
  const texts = (JSON.parse(stored) as unknown[]).map((element) =>
    typeof element === 'string' ? element.replace(/^~/, '~~') : `~${JSON.stringify(element)}`,
  );
  return [...new Set(texts)].map((text) => [exactKey(name, text), id, '']);
}

/** Under the values of the first fields the last one, or the list of those without it. */
function compositeEntries(integer: boolean, index: IndexSchema, id: string, row: Row): Entry[] {
  const last = index.fields.at(-1)!;
  const first = joined({ ...index, fields: index.fields.slice(0, -1) }, row);
  if (first === undefined) return [];
  const name = Buffer.byteLength(first) > LONGEST ? `${index.name}/${sha1(first)}` : `${index.name}:${first}`;
  const stored = row[last.stored];
  if (stored === undefined) return [[`null:${name}`, id, '']];
  const value = indexed(last.codec, stored);
  if (last.codec.order === 'number') return [[`by:${name}`, memberOf(integer, id), String(Number(value))]];
  return [[`lex:${name}`, `${escapeText(value)}\0${memberOf(integer, id)}`, '0']];
}

/** Where a row must stand in an index: key, member, and its score or id. */
function entriesOf(integer: boolean, index: IndexSchema, id: string, row: Row): readonly Entry[] {
  const { kind, name, fields } = index;
  if (kind === 'text' || kind === 'members') return [];
  if (kind === 'composite') return compositeEntries(integer, index, id, row);
  const value = joined(index, row);
  if (value === undefined) {
    return kind !== 'unique' && fields[0]!.optional ? [[`null:${name}`, id, '']] : [];
  }
  switch (kind) {
    case 'exact':
      return [[exactKey(name, value), id, '']];
    case 'ordered':
      return [[`by:${name}`, memberOf(integer, id), String(Number(value))]];
    case 'geo':
      return [[`geo:${name}`, memberOf(integer, id), geohash(value)]];
    case 'lexical':
      return [[`lex:${name}`, `${escapeText(value)}\0${memberOf(integer, id)}`, '0']];
    case 'reversed':
      return [[`rev:${name}`, `${escapeText([...value].reverse().join(''))}\0${memberOf(integer, id)}`, '0']];
    case 'elements':
      return elementEntries(name, id, value);
    default:
      return [[`uq:${name}`, value, id]];
  }
}

function expectedIndex({ primary: { integer }, indexes, expiry }: Schema, rows: Map<string, Row>): Index {
  const expected: Index = new Map();
  const add = (key: string, member: string, what: string) =>
    expected.set(key, (expected.get(key) ?? new Map()).set(member, what));
  for (const [id, row] of rows) {
    add('ids', id, '');
    if (expiry && row['~expires'] !== undefined) add('expires', id, row['~expires']);
    for (const index of indexes) {
      for (const entry of entriesOf(integer, index, id, row)) add(...entry);
      for (const [term, places] of termsOf(index, row)) add(`text:${index.name}:${term}`, id, places);
    }
  }
  return expected;
}

/** What the getters of a model give for a row, against what is stored of them. */
function derivedProblems({ derived, fields, primary }: Schema, prototype: object, rows: Map<string, Row>): string[] {
  if (derived.length === 0) return [];
  return [...rows].flatMap(([id, row]) => {
    const stored = fields.flatMap(({ property, stored: name, codec }) =>
      row[name] === undefined ? [] : [[property, codec.decode(row[name])]],
    );
    const values = { ...Object.fromEntries(stored), [primary.field.property]: primary.field.codec.decode(id) };
    const entity = Object.assign(Object.create(prototype) as object, values);
    return derived.flatMap(({ stored: name, codec, make }) => {
      const value = make.call(entity as Row);
      const wanted = value === undefined ? undefined : codec.encode(value);
      return row[name] === wanted ? [] : [`row ${id}: ${name} is ${row[name]}, and the fields give ${wanted}`];
    });
  });
}

/** The terms of a row in a full-text index, each with the places where it stands. */
function termsOf({ text }: IndexSchema, row: Row): Map<string, string> {
  const terms = new Map<string, string>();
  const value = text && row[text.field.stored];
  if (value === undefined) return terms;
  const words = [...text!.analyzer.analyze(value)];
  for (const { terms: all, place } of words)
    for (const term of all) terms.set(term, `${terms.get(term) ?? ''} ${place - words[0]!.place}`);
  return terms;
}

function rowProblems({ fields, columns, texts, primary, expiry }: Schema, rows: Map<string, Row>): string[] {
  const known = new Map(columns.map((field) => [field.stored, field]));
  const derived = new Set(texts.map(({ stored }) => stored));
  return [...rows].flatMap(([id, row]) => [
    ...(primary.integer && !/^(0|[1-9]\d*)$/.test(id) ? [`row ${id}: the id is not a number`] : []),
    ...fields.filter((f) => !f.optional && row[f.stored] === undefined).map((f) => `row ${id}: no ${f.stored}`),
    ...Object.keys(row)
      .filter((name) => name !== '~' && !(expiry && name === '~expires') && !known.has(name) && !derived.has(name))
      .map((name) => `row ${id}: ${name} is not a field`),
    ...Object.entries(row)
      .filter(
        ([name, value]) => known.has(name) && !known.get(name)!.codec.accepts(known.get(name)!.codec.decode(value)),
      )
      .map(([name]) => `row ${id}: ${name} cannot be read`),
  ]);
}

/** Reads all index keys of a model, and says what their own structure has wrong. */
class IndexReader {
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

function differences(expected: Index, found: Index): string[] {
  const problems: string[] = [];
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [wanted, there] = [expected.get(key) ?? new Map(), found.get(key) ?? new Map()];
    for (const [member, what] of wanted)
      if (there.get(member) !== what)
        problems.push(
          `${key}: ${JSON.stringify(member)} ${there.has(member) ? `has ${there.get(member)}, not ${what}` : 'is missing'}`,
        );
    for (const member of there.keys())
      if (!wanted.has(member)) problems.push(`${key}: ${JSON.stringify(member)} has no row`);
  }
  return problems;
}

/** Everything that the keys of a model have wrong: orphans, gaps, broken trees and buckets. Nobody may write meanwhile. */
export async function inconsistencies(db: Database, model: ModelClass): Promise<string[]> {
  const { schema } = bindingOf(model);
  const rows = await rowsOf(db, schema.keyspace.prefix);
  const index = await IndexReader.read(db, schema, rows);
  const problems = [
    ...rowProblems(schema, rows),
    ...derivedProblems(schema, model.prototype as object, rows),
    ...index.problems,
    ...(await linkProblems(db, schema)),
  ];
  if (schema.primary.generate === 'increment') {
    const next = Number((await db.redis.hget(schema.keyspace.counts, 'next')) ?? 0);
    const beyond = [...rows.keys()].filter((id) => Number(id) > next && Number(id) <= 2 ** 52);
    problems.push(...beyond.map((id) => `next: ${next}, and there is a row ${id}`));
  }
  const expected = expectedIndex(schema, rows);
  for (const [name, id, value] of await memberEntries(db, schema, [...rows.keys()])) {
    const key = exactKey(name, value);
    expected.set(key, (expected.get(key) ?? new Map()).set(id, ''));
  }
  return [...problems, ...differences(expected, index.found)];
}

/** The keys that are left where all entities are gone: none but the schemas, and the counts of a model that knows its last id. */
export async function leftovers(db: Database): Promise<string[]> {
  const keys = (await db.redis.keys('*')).filter((key) => !key.endsWith('}#models'));
  const counts = await Promise.all(keys.map((key) => (key.endsWith('#counts') ? db.redis.hkeys(key) : [key])));
  return keys.filter((_, i) => counts[i]!.some((name) => name !== 'schema')).toSorted();
}

/** Rows and indexes of a model say the same. */
export async function expectConsistent(db: Database, model: ModelClass): Promise<void> {
  expect(await inconsistencies(db, model)).toEqual([]);
}
