// Checks a model's keys against its rows by a second reading of the documented layout (the docstring of Keyspace,
// lib/layout/tree.lua, lib/layout/buckets.lua): it shares no code with the scripts that write them.
import type { Database, ModelClass } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import type { IndexSchema, Schema } from '../../src/schema/schema.js';
import { indexed } from '../../src/types/index-form.js';
import { type Index, IndexReader, type Row, sha1 } from './index-reader.js';
import { keysFrom } from './keys-from.js';
import { linkProblems } from './links.js';
import { memberEntries } from './members.js';

export { keysFrom };

const LONGEST = 128;

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
