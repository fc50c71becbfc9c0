import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import type { Figure } from '../toolkit/figure.js';
import { figure } from './report.js';

@Entity('Lasting')
class Lasting extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
}

@Entity('Passing', { ttl: 86_400_000 })
class Passing extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
}

const COUNT = 20_000;

const used = async (redis: Redis): Promise<number> =>
  Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);

async function bytes(redis: Redis, model: typeof Lasting | typeof Passing): Promise<number> {
  // functions and buffers are there before anything is measured
  await model.insertMany([{ name: 'First', age: 0 }]);
  const before = await used(redis);
  await model.insertMany(Array.from({ length: COUNT }, (_, i) => ({ name: `Name ${i}`, age: i % 100 })));
  return ((await used(redis)) - before) / COUNT;
}

/** What it costs that entities expire. */
export async function benchExpiring(): Promise<Figure[]> {
  await using db = await Database.embedded({ models: [Lasting, Passing] });
  const redis = db.redis as Redis;
  const lasting = await bytes(redis, Lasting);
  return [figure('bytes that expiry costs an entity', (await bytes(redis, Passing)) - lasting, 'at most 40', 0)];
}
