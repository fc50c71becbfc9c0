import { type Auto, Database, Entity, Field, Model } from 'redstart';

@Entity()
class Thing extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() half!: number;
}

describe('a query for many ids', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Thing] });
    await Thing.insertMany(Array.from({ length: 3000 }, (_, i) => ({ half: Math.floor(i / 2) })));
  });
  afterAll(() => db.close());

  it('is answered in slices, in the order of the ids', async () => {
    const wanted = Array.from({ length: 6000 }, (_, i) => 6000 - i);
    const query = Thing.query().where({ id: { in: wanted } });
    const rows = await query.all();
    expect(rows.map((thing) => thing.id)).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
    expect((await query.explain()).roundTrips).toBeGreaterThan(4);
    expect(await query.orderBy({ id: 'desc' }).offset(10).limit(2).ids()).toEqual([2990, 2989]);
    expect(await query.count()).toBe(3000);
  });
});
