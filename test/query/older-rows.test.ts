import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('User')
class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() n!: number;
}

@Entity('User')
class After extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() n!: number;
  @Field.integer({ default: 5 }) extra!: Auto<number>;
  @Field.decimal({ default: '1.50' }) price!: Auto<`${number}`>;
  @Field.float() weight: Auto<number> = 0.5;
  @Field.date({ default: '2026-03-09' }) day!: Auto<`${number}-${number}-${number}`>;
  @Field.integer({ optional: true, default: 7 }) age?: number;
}

describe('queries of rows that were stored before a field with a default', () => {
  let db: Database;
  let newer: typeof After;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Before] });
    newer = db.bind(After);
    await Before.insertMany(Array.from({ length: 12 }, (_, n) => ({ n })));
    await newer.change(12, { extra: 8, price: '2' });
  });
  afterAll(() => db.close());

  it('aggregate the default, as entities show it', async () => {
    const made = await newer.query().aggregate({
      count: true,
      sum: { extra: true, price: true, weight: true },
      min: { extra: true },
      max: { price: true },
      avg: { extra: true },
      distinct: { extra: true, weight: true },
      percentiles: { extra: [0.5, 1] },
    });
    expect(made).toEqual({
      count: 12,
      sum: { extra: 63, price: '18.50', weight: 6 },
      min: { extra: 5 },
      max: { price: '2' },
      avg: { extra: 5.25 },
      distinct: { extra: 2, weight: 1 },
      percentiles: { extra: { 0.5: 5, 1: 8 } },
    });
  });

  it('say the same of groups', async () => {
    const groups = await newer.query().aggregate({ groupBy: { extra: true }, count: true, sum: { weight: true } });
    expect(groups).toEqual([
      { extra: 5, count: 11, sum: { weight: 5.5 } },
      { extra: 8, count: 1, sum: { weight: 0.5 } },
    ]);
    const months = await newer.query().aggregate({ groupBy: { day: 'month' }, count: true });
    expect(months).toEqual([{ day: '2026-03-01', count: 12 }]);
  });

  it('leave out what is optional, and has no value', async () => {
    expect(await newer.query().aggregate({ sum: { age: true }, min: { age: true } })).toEqual({
      sum: { age: 0 },
      min: { age: undefined },
    });
  });

  it('compare with the default of another entity', async () => {
    expect(
      await newer
        .query()
        .where({ n: newer.field(1, (user) => user.extra) })
        .ids(),
    ).toEqual([6]);
    expect(
      await newer
        .query()
        .where({ n: { lt: newer.field(1, (user) => user.extra) } })
        .count(),
    ).toBe(5);
    expect(
      await newer
        .query()
        .where({ n: newer.field(12, (user) => user.extra) })
        .ids(),
    ).toEqual([9]);
    expect(
      await newer
        .query()
        .where({ n: newer.field(99, (user) => user.extra) })
        .ids(),
    ).toEqual([]);
  });
});
