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

const field = (info: string, name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);

// what the buffers of a connection hold is no entity's
async function used(redis: Redis): Promise<number> {
  const info = await redis.info('memory');
  return field(info, 'used_memory') - field(info, 'mem_clients_normal');
}

// rows of many lengths: the server's allocator rounds a single one up, to what may be nothing or as much as expiry takes
const inputs = Array.from({ length: COUNT }, (_, i) => ({ name: 'x'.repeat(1 + (i % 64)), age: i % 100 }));

/** Bytes an entity of a model, alone on a server. */
async function bytes(model: typeof Lasting | typeof Passing): Promise<number> {
  await using db = await Database.embedded({ models: [model] });
  const redis = db.redis as Redis;
  // what a server keeps once, such as functions, is there before anything is measured: also those of the reaper
  await model.insertMany(inputs);
  await model.reap();
  const before = await used(redis);
  await model.insertMany(inputs);
  return ((await used(redis)) - before) / COUNT;
}

/** What it costs that entities expire. */
export async function benchExpiring(): Promise<Figure[]> {
  const lasting = await bytes(Lasting);
  return [figure('bytes that expiry costs an entity', (await bytes(Passing)) - lasting, 'at most 40', 0)];
}
