import { type Auto, Database, Entity, Field, type FieldType, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

class Money {
  constructor(readonly cents: number) {}
  valueOf(): number {
    return this.cents;
  }
}

const money: FieldType<Money> = {
  name: 'money',
  expected: 'a Money',
  order: 'number',
  accepts: (value): value is Money => value instanceof Money && Number.isSafeInteger(value.cents),
  encode: ({ cents }) => String(cents),
  decode: (stored) => new Money(Number(stored)),
};

enum State {
  Draft = 'draft',
  Sent = 'sent',
}

@Entity('Bill')
class Bill extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.of(money) sum!: Money;
  @Index() @Field.enum(State) state: Auto<State> = State.Draft;
}

describe('values of your own', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Bill] });
    await Bill.insertMany([{ sum: new Money(20) }, { sum: new Money(-3), state: State.Sent }, { sum: new Money(100) }]);
  });
  afterAll(async () => {
    await expectConsistent(db, Bill);
    await db.close();
  });

  it('of a class with a valueOf() are compared and ordered', async () => {
    expect(
      await Bill.query()
        .where({ sum: { gte: new Money(0) } })
        .ids(),
    ).toEqual([1, 3]);
    expect(
      await Bill.query()
        .where((bill) => bill.sum.between(new Money(-5), new Money(50)))
        .ids(),
    ).toEqual([1, 2]);
    expect((await Bill.query().orderBy({ sum: 'desc' }).all()).map(({ sum }) => sum.cents)).toEqual([100, 20, -3]);
  });

  it('of an enum of TypeScript are its strings, and nothing else', async () => {
    expect(await Bill.query().where({ state: State.Sent }).ids()).toEqual([2]);
    expect((await Bill.get(1)).state).toBe(State.Draft);
    await expect(Bill.create({ sum: new Money(1), state: 'Draft' as State })).rejects.toThrow('one of "draft", "sent"');
  });
});

describe('the name of a model', () => {
  it('stands before the options', () => {
    expect(() => Entity({ name: 'Bill' } as never)).toThrow("Write @Entity('Bill', { ... }).");
  });
});
