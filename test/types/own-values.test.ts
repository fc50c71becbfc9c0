import { type Auto, Database, Entity, Field, type FieldType, Index, Model } from 'redstart';
import { z } from 'zod';
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

/** As `1.50` in JSON, and from there; a text is taken as well. */
const price: FieldType<Money> = {
  ...money,
  name: 'price',
  json: {
    schema: { type: 'string' },
    read: (form) => new Money(Math.round(Number.parseFloat((form as string).trim()) * 100)),
    write: ({ cents }) => (cents / 100).toFixed(2),
  },
  hold: (given) => (given instanceof Money ? given : new Money(Number((given as string).trim()) * 100)),
  copy: ({ cents }) => new Money(cents),
};

let turn = 0;
const random: FieldType<string> = {
  name: 'random',
  expected: 'a text',
  accepts: (value): value is string => typeof value === 'string',
  encode: (value) => `${turn++}:${value}`,
  decode: (stored) => stored.replace(/^\d+:/, ''),
};

@Entity('Offer')
class Offer extends Model {
  @Field.id() id!: Auto<number>;
  @Field.of(price) price!: Money;
}

@Entity('Sealed')
class Sealed extends Model {
  @Field.id() id!: Auto<number>;
  @Field.of(random) text!: string;
}

describe('a type of your own', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Offer, Sealed] });
  });
  afterAll(() => db.close());

  it('says how its values are read from JSON, and written', async () => {
    const offer = await Offer.create(Offer.schema().parse({ price: '1.50' }));
    expect(offer.price).toEqual(new Money(150));
    expect((await Offer.get(offer.id)).price).toEqual(new Money(150));
    expect(JSON.parse(JSON.stringify(offer))).toEqual({ id: offer.id, price: '1.50' });
    expect(z.toJSONSchema(Offer.schema())).toMatchObject({ properties: { price: { type: 'string' } } });
  });

  it('refuses what its own reading throws of', async () => {
    expect(Offer.schema().safeParse({ price: 5 }).error?.issues).toMatchObject([{ path: ['price'] }]);
    await expect(Offer.create({ price: 5 as never })).rejects.toMatchObject({ code: 'VALIDATION' });
  });

  it('says what a property holds of what was given, and how a value is copied', async () => {
    const offer = await Offer.create({ price: '2' as never });
    expect(offer.price).toEqual(new Money(200));
    expect(offer.copy().price).not.toBe(offer.price);
  });

  it('is refused where these are no functions, or JSON has no schema', async () => {
    for (const [wrong, lack] of [
      [{ hold: 1 }, 'hold must be a function'],
      [{ json: { read: () => 1 } }, 'json must be an object with a schema'],
      [{ json: { schema: {}, write: 'x' } }, 'json.write must be a function'],
    ] as const) {
      class Wrong extends Model {
        @Field.id() id!: Auto<number>;
      }
      Field.of({ ...price, ...wrong } as never)(Wrong.prototype as never, 'price' as never);
      Entity(`Wrong`)(Wrong);
      expect(() => db.bind(Wrong)).toThrow(lack);
    }
  });

  it('is refused at its first write where equal values have several forms', async () => {
    await expect(Sealed.create({ text: 'a' })).rejects.toThrow('gives another text each time');
    await expect(Sealed.create({ text: 'a' })).rejects.toThrow('must give equal values one form');
    expect(await db.redis.keys('*Sealed*')).toEqual([]);
  });
});
