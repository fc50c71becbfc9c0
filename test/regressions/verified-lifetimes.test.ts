import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Visit', { ttl: 3_600_000 })
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() page!: number;
}

describe('verify() of a model whose entities expire', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Visit] });
    await Visit.insertMany(Array.from({ length: 300 }, (_, page) => ({ page })));
  });
  afterEach(async () => {
    await expectConsistent(db, Visit);
    await db.close();
  });

  it('finds nothing wrong where nothing is, and repair() leaves the times alone', async () => {
    expect((await Visit.verify()).total).toBe(0);
    expect((await Visit.repair()).total).toBe(0);
  });

  it('finds and mends a time that is missing, and one that has no entity', async () => {
    const [leaf] = (await db.redis.keys('{app}:Visit#expires/*')).toSorted();
    await db.redis.zrem(leaf!, '5');
    await db.redis.zadd(leaf!, '5', '999');
    const { problems } = await Visit.verify();
    expect(problems.map(({ kind, id }) => [kind, String(id)]).toSorted()).toEqual([
      ['missing', '5'],
      ['orphan', '999'],
    ]);
    await Visit.repair();
    expect((await Visit.verify()).total).toBe(0);
  });

  it('leaves no leaf behind whose times were all wrong', async () => {
    const before = await db.redis.zcard('{app}:Visit#expires');
    // as if a program of long ago had written them
    await db.redis.zadd('{app}:Visit#expires', '0', '90000000000000007', '0', '90000000000000008');
    await db.redis.zadd('{app}:Visit#expires/90000000000000007', '90000000000000007', '997');
    await db.redis.zadd('{app}:Visit#expires/90000000000000008', '90000000000000008', '998');
    expect((await Visit.repair()).total).toBe(2);
    expect(await db.redis.zcard('{app}:Visit#expires')).toBe(before);
  });
});
