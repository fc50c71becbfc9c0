import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { type Figure, ratio } from './figure.js';

const NODES = 100;
const OTHERS = 100_000;

/** A part of a tree beside a hash of the same data, read and parsed; the tree has 100,000 other nodes, and the database as many keys. */
export async function benchTree(): Promise<Figure[]> {
  await using db = await Database.embedded();
  const redis = db.redis as Redis;
  const tree = db.tree('bench');
  const values = Object.fromEntries(
    Array.from({ length: NODES }, (_, i) => [`setting ${i}`, { text: `value ${i}` }.text]),
  );
  await redis.hset(
    'hash',
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)])),
  );
  await tree.at('settings').set(values);
  const hash = async () => {
    const found = await redis.hgetall('hash');
    return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, JSON.parse(value)]));
  };
  const alone = await ratio(() => tree.at('settings').get(), hash);
  await fill(db);
  const amongOthers = await ratio(() => tree.at('settings').get(), hash);
  return [
    { what: `tree: ${NODES} nodes beside HGETALL of the same`, value: alone.toFixed(2), target: '0.70' },
    { what: 'tree: the same among 100,000 other nodes and keys', value: amongOthers.toFixed(2), target: '0.70' },
  ];
}

async function fill(db: Database): Promise<void> {
  for (let i = 0; i < OTHERS; i += 2_000) {
    const batch = Array.from({ length: 2_000 }, (_, k) => [`other ${i + k}`, i + k] as const);
    await db.tree('bench').at('others').merge(Object.fromEntries(batch));
    await db.redis.mset(new Map(batch.map(([name, value]) => [name, String(value)])));
  }
}
