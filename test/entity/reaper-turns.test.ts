import { type Auto, Database, Entity, Field, Model } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { reap } from '../../src/scripts/generated.js';
import { run } from '../../src/scripts/run.js';
import { descriptorOf } from '../../src/write/descriptor.js';
import { eventually } from '../support/eventually.js';

@Entity('Visit', { ttl: null })
class Visit extends Model {
  @Field.id() id!: Auto<number>;
}

const LEASE = 600_000;

it('one program at a time deletes what has expired, and who asks for it waits for no turn', async () => {
  await using db = await Database.embedded({ models: [Visit] });
  const { connection, schema } = bindingOf(Visit);
  const { prefix, ids, reaper } = schema.keyspace;
  const descriptor = descriptorOf(schema).text;
  const reapAs = async (token: string, few: number) =>
    (await run(connection, reap, {
      keys: { prefix, ids, reaper },
      args: { few, token, lease: LEASE, descriptor },
    })) as [number, ...unknown[]];
  const visits = await Visit.insertMany(Array.from({ length: 20 }, () => ({})));
  // the program's own reaper waits, whether it has begun or not
  await db.redis.set(reaper, 'ada', 'PX', LEASE);
  expect(await reapAs('ada', 5)).toEqual([-1]);
  await db.session((session) => {
    for (const visit of visits) session.expire(visit, 1);
  });
  await eventually(async () => (await Visit.query().count()) === 0);
  expect(await db.redis.keys('{app}:Visit:*')).toHaveLength(20);

  expect(await reapAs('ada', 5)).toHaveLength(1 + 5);
  const [wait, ...rows] = await reapAs('bob', 5);
  expect(rows).toEqual([]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(LEASE);
  expect(await reapAs('ada', 5)).toHaveLength(1 + 5);
  expect(await db.redis.keys('{app}:Visit:*')).toHaveLength(10);
  expect(await Visit.reap()).toBe(10);
  expect(await db.redis.get(reaper)).toBe('ada');
  // unless the program's own reaper is faster
  const isTaken = async () => {
    await db.redis.del(reaper);
    await reapAs('bob', 5);
    return (await db.redis.get(reaper)) === 'bob';
  };
  expect(await eventually(isTaken)).toBe(true);
});
