import { type Auto, Database, Entity, Field, Model, ScriptError } from 'redstart';

@Entity()
class Thing extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

describe('the counter of ids', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Thing] });
  });
  afterEach(() => db.close());

  it('gives no id beyond those that a number can hold', async () => {
    await Thing.create({ id: Number.MAX_SAFE_INTEGER, name: 'last' });
    await expect(Thing.create({ name: 'next' })).rejects.toThrow(ScriptError);
    expect(await Thing.query().ids()).toEqual([Number.MAX_SAFE_INTEGER]);
  });

  it('gives no id that is taken, when somebody deleted it', async () => {
    const first = await Thing.create({ name: 'first' });
    await db.redis.del('{app}:Thing#next');
    await expect(Thing.create({ name: 'second' })).rejects.toThrow('{app}:Thing#next');
    expect((await Thing.get(first.id)).name).toBe('first');
  });

  it('is moved once for many entities', async () => {
    await db.redis.config('RESETSTAT');
    const all = await Thing.insertMany(Array.from({ length: 50 }, (_, i) => ({ name: String(i) })));
    expect(all.map((thing) => thing.id)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_incrby:calls=1,/);
  });
});
