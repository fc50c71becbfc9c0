import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Item')
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.json() tags!: string[];
}

const TAGS = Array.from({ length: 64 }, (_, i) => `t${i}`);
const COUNTS = '{app}:Item#counts';

describe('many lists that are trees', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Item] });
  });
  afterAll(() => db.close());

  it('have sizes that are a table to the server, and take ids anywhere', async () => {
    const items = await Item.insertMany(Array.from({ length: 516 }, () => ({ tags: TAGS })));
    // beyond 512 sizes any hash is a table
    expect(await db.redis.hlen(COUNTS)).toBeLessThan(200);
    expect(await db.redis.object('ENCODING', COUNTS)).toBe('hashtable');
    expect(await db.redis.hstrlen(COUNTS, 'table')).toBe(1024);
    await items[3]!.update({ tags: ['t1'] });
    await items[515]!.update({ tags: ['t2', 't64'] });
    await Promise.all(items.slice(506).map((item) => item.delete()));
    await Item.insertMany([{ id: 513, tags: ['t3', 't4'] }]);
    await Item.insertMany(Array.from({ length: 4 }, (_, i) => ({ tags: ['t5', `t${i}`] })));
    await items[3]!.update({ tags: TAGS });
    await expectConsistent(db, Item);
  });
});
