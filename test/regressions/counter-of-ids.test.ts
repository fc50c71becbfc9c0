import { type Auto, Database, Entity, Field, Model, ScriptError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

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

  const setNext = (next: number) => db.redis.hset('{app}:Thing#counts', 'next', next);

  it('gives no id beyond those that a number can hold', async () => {
    await setNext(Number.MAX_SAFE_INTEGER - 1);
    expect((await Thing.create({ name: 'last' })).id).toBe(Number.MAX_SAFE_INTEGER);
    await expect(Thing.create({ name: 'next' })).rejects.toThrow(ScriptError);
    expect(await Thing.query().ids()).toEqual([Number.MAX_SAFE_INTEGER]);
  });

  it('is not ended by one id beyond 2^52 that a caller gave', async () => {
    await Thing.create({ id: Number.MAX_SAFE_INTEGER, name: 'far' });
    await Thing.insertMany(Array.from({ length: 1200 }, (_, i) => ({ name: String(i) })));
    expect(await Thing.query().ids()).toEqual([...Array.from({ length: 1200 }, (_, i) => i + 1), 2 ** 53 - 1]);
    await expectConsistent(db, Thing);
  });

  it('gives no id that is taken, when somebody deleted it', async () => {
    const first = await Thing.create({ name: 'first' });
    await db.redis.hdel('{app}:Thing#counts', 'next');
    await expect(Thing.create({ name: 'second' })).rejects.toThrow('{app}:Thing#counts');
    expect((await Thing.get(first.id)).name).toBe('first');
  });

  it('gives none of many ids that are taken, when the first of them is free', async () => {
    const all = await Thing.insertMany(Array.from({ length: 50 }, (_, i) => ({ name: String(i) })));
    await all[0]!.delete();
    await setNext(0);
    await expect(Thing.insertMany([{ name: 'a' }, { name: 'b' }, { name: 'c' }])).rejects.toThrow(ScriptError);
    expect((await Thing.get(2)).name).toBe('1');
  });

  it('keeps lists whole where it was set back into a gap', async () => {
    const all = await Thing.insertMany(Array.from({ length: 1533 }, (_, i) => ({ name: String(i) })));
    await all[1100]!.delete();
    await setNext(1100);
    expect((await Thing.create({ name: 'again' })).id).toBe(1101);
    await setNext(1533);
    await expectConsistent(db, Thing);
  });

  it('is moved once for many entities', async () => {
    await db.redis.config('RESETSTAT');
    const all = await Thing.insertMany(Array.from({ length: 50 }, (_, i) => ({ name: String(i) })));
    expect(all.map((thing) => thing.id)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    // the rows, and once the counter and the schema
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_hset:calls=52,/);
  });
});
