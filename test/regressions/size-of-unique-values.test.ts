import { type Auto, Database, Entity, Field, Model, Unique } from 'redstart';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
}

const mail = (i: number) => `user${i}@example.com`;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [User] });
  await User.insertMany(Array.from({ length: 300 }, (_, i) => ({ email: mail(i) })));
});
afterAll(() => db.close());

const splits = async () => Number(/cmdstat_hgetall:calls=(\d+)/.exec(await db.redis.info('commandstats'))?.[1] ?? 0);

describe('a size of unique values that is wrong by far', () => {
  it('makes no call split more than a few buckets, and hides no value', async () => {
    await db.redis.hset('{app}:User#counts', 'uq:email', 1e9);
    for (let i = 300; i < 303; i++) {
      const before = await splits();
      await User.create({ email: mail(i) });
      expect((await splits()) - before).toBeLessThan(10);
    }
    for (let i = 0; i < 303; i++) expect((await User.findBy({ email: mail(i) }))?.id).toBe(i + 1);
    await expect(User.create({ email: mail(7) })).rejects.toThrow('email');
  });

  it('is mended by repair()', async () => {
    await User.repair();
    expect((await User.verify()).problems).toEqual([]);
    expect(await db.redis.hget('{app}:User#counts', 'uq:email')).toBe('303');
    await User.create({ email: mail(303) });
    expect((await User.verify()).problems).toEqual([]);
  });
});
