import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity()
class Step extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() height!: number;
}

describe('explain', () => {
  it('tells of a query without a filter', async () => {
    await using _db = await Database.embedded({ models: [Step] });
    await Step.insertMany([{ height: 1 }, { height: 2 }]);
    const explanation = await Step.query().orderBy({ height: 'desc' }).limit(1).explain();
    expect(explanation).toMatchObject({ steps: [], rows: 1, total: 2 });
    expect(String(explanation)).toContain('1 rows of 2 in one round trip');
  });
});
