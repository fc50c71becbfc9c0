// Checks the pairs of many-to-many relations by a second reading of the documented layout (docs/keys.md).
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Database } from 'redstart';
import { isLinked, type LinkedSchema, type Schema } from '../../src/schema/schema.js';

const LONGEST = 128;
const nameOf = (beginning: string, id: string): string =>
  Buffer.byteLength(id) > LONGEST
    ? `${beginning}/${createHash('sha1').update(id).digest('hex')}`
    : `${beginning}:${id}`;

async function keysFrom(redis: Redis, start: string): Promise<Set<string>> {
  const keys = await redis.keys(`${start.replaceAll(/[[\]*?^\\]/g, '\\$&')}*`);
  return new Set(keys);
}

/** The ids of a list, in parts or whole; `left` loses the keys that it was read from. */
async function listOf(redis: Redis, { keyspace, primary }: Schema, key: string, left: Set<string>): Promise<string[]> {
  left.delete(key);
  if (!primary.integer) return redis.zrange(key, '0', '-1');
  const name = key.slice(keyspace.prefix.length + 1);
  const size = await redis.hget(keyspace.counts, name);
  if (size === null) return redis.smembers(key);
  const starts = await redis.zrange(key, '0', '-1');
  const leaves = await Promise.all(starts.map((start) => redis.smembers(`${keyspace.prefix}#${start}/${name}`)));
  return leaves.flat().length === Number(size) ? leaves.flat() : [`${leaves.flat().length} ids, counted ${size}`];
}

/** The pairs that one side says, as `here there`, and which of its keys belong to nobody. */
async function pairsOf(redis: Redis, ids: readonly string[], far: Schema, beginning: string) {
  const left = new Set([...(await keysFrom(redis, `${beginning}:`)), ...(await keysFrom(redis, `${beginning}/`))]);
  const pairs = new Map<string, string[]>();
  await Promise.all(ids.map(async (id) => pairs.set(id, await listOf(redis, far, nameOf(beginning, id), left))));
  return { pairs, left: [...left] };
}

async function idsOf(redis: Redis, { keyspace }: Schema): Promise<string[]> {
  return [...(await keysFrom(redis, `${keyspace.prefix}:`))].map((key) => key.slice(keyspace.prefix.length + 1));
}

async function ordered(redis: Redis, kind: LinkedSchema['kind'], key: string): Promise<string[]> {
  return kind === 'list' ? redis.lrange(key, 0, -1) : redis.zrange(key, '0', '-1');
}

async function problemsOf(redis: Redis, near: Schema, relation: LinkedSchema): Promise<string[]> {
  const { link, property, kind } = relation;
  const far = link.target.schema;
  const [here, there] = [await idsOf(redis, near), await idsOf(redis, far)];
  const out = await pairsOf(redis, here, far, link.pair.out);
  const back = await pairsOf(redis, there, near, link.pair.back);
  const flat = (pairs: Map<string, string[]>) => [...pairs].flatMap(([id, others]) => others.map((o) => [id, o]));
  const forth = flat(out.pairs).map(([id, other]) => `${id} ${other}`);
  const inverse = flat(back.pairs).map(([other, id]) => `${id} ${other}`);
  const problems = [...out.left, ...back.left].map((key) => `${key}: of an entity that is not there`);
  const [a, b] = [new Set(forth), new Set(inverse)];
  problems.push(...forth.filter((pair) => !b.has(pair)).map((pair) => `${link.name}: ${pair} is on this side alone`));
  problems.push(...inverse.filter((pair) => !a.has(pair)).map((pair) => `${link.name}: ${pair} is on that side alone`));
  if (kind === 'set') return problems;
  const keys = await keysFrom(redis, near.keyspace.own(property, ''));
  for (const id of here) {
    const key = near.keyspace.own(property, id);
    keys.delete(key);
    const found = [...new Set(await ordered(redis, kind, key))].sort().join(' ');
    const wanted = out.pairs.get(id)!.toSorted().join(' ');
    if (found !== wanted) problems.push(`${key}: ${found}, not ${wanted}`);
  }
  return [...problems, ...[...keys].map((key) => `${key}: of an entity that is not there`)];
}

/** What the many-to-many relations of a model have wrong. */
export async function linkProblems(db: Database, schema: Schema): Promise<string[]> {
  const redis = db.redis as Redis;
  const found = await Promise.all(schema.relations.filter(isLinked).map((each) => problemsOf(redis, schema, each)));
  return found.flat();
}
