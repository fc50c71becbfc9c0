// Row p: a broad query, newest 20, at 10,000, 100,000 and 1,000,000 entities.
import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { compare, type Result } from './measure.js';

@Entity('Item')
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.enum(['open', 'paid', 'sent']) state!: 'open' | 'paid' | 'sent';
  @Index() @Field.integer() age!: number;
  @Index() @Field.datetime() created!: Date;
}

const STATES = ['open', 'paid', 'sent'] as const;

const item = (i: number) => ({
  state: STATES[(i * 31) % 3]!,
  age: 18 + ((i * 7919) % 50),
  created: new Date(1_700_000_000_000 + ((i * 7919) % 1_000_003) * 1000),
});

/** The newest first, until twenty fit: what someone writes who knows that the answer is near the end of this index. */
const BY_HAND = `
local page, at = {}, 0
while #page < 20 do
  local ids = redis.call('ZREVRANGE', KEYS[1], at, at + 99)
  if #ids == 0 then break end
  at = at + 100
  for _, member in ipairs(ids) do
    local row = redis.call('HMGET', KEYS[2] .. string.sub(member, 2), 'state', 'age', 'created')
    local age = tonumber(row[2])
    if row[1] == ARGV[1] and age >= 20 and age < 30 then
      row[4] = member
      page[#page + 1] = row
      if #page == 20 then break end
    end
  end
end
return page`;

async function grow(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 10_000)
    await Item.insertMany(Array.from({ length: Math.min(10_000, to - at) }, (_, k) => item(at + k)));
}

/** The same query on the same data at three sizes; the baseline reads the index that Redstart made. */
export async function measureBroad(sizes: readonly number[], report: (result: Result) => void): Promise<Result[]> {
  await using db = await Database.embedded({ models: [Item] });
  const redis = db.redis as Redis;
  const results: Result[] = [];
  let stored = 0;
  for (const size of sizes) {
    await grow(stored, size);
    stored = size;
    const state = (i: number) => STATES[i % 3]!;
    const newest = (i: number) =>
      Item.query()
        .where({ state: state(i), age: { gte: 20, lt: 30 } })
        .orderBy({ created: 'desc' })
        .limit(20)
        .all();
    const byHand = async (i: number) =>
      ((await redis.eval(BY_HAND, 2, '{app}:Item#by:created', '{app}:Item:', state(i))) as string[][]).map(
        ([s, age, created, id]) => ({ s, age: Number(age), created: new Date(Number(created)), id }),
      );
    const result = await compare(redis, {
      row: 'p',
      what: `broad, newest 20 of ${size.toLocaleString('en')}`,
      ours: newest,
      baseline: byHand,
      count: 100,
    });
    results.push(result);
    report(result);
  }
  return results;
}
