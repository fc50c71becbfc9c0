import { type Auto, Database, Entity, Field, Index, Model, OutOfBoundsError, ValidationError } from 'redstart';

@Entity('User')
class Before extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity('User')
class After extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.integer({ default: 5 }) extra!: Auto<number>;
  @Field.decimal({ default: '100' }) balance!: Auto<`${number}`>;
  @Field.float() weight: Auto<number> = 0.5;
  @Field.bigint({ default: 3n }) big!: Auto<bigint>;
  @Field.integer({ optional: true, default: 7 }) age?: number;
}

@Entity('User')
class Computed extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.integer({ default: 5 }) extra!: Auto<number>;
  @Index() @Field.integer() get twice(): number {
    return this.extra * 2;
  }
}

let made = 0;

@Entity('User')
class Drawn extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.integer({ default: () => ++made * 1000 }) seed!: Auto<number>;
}

describe('a field of numbers with a default, added to rows that are there', () => {
  let db: Database;
  let newer: typeof After;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Before] });
    newer = db.bind(After);
    await Before.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
  });
  afterEach(() => db.close());

  it('is counted from what readers see', async () => {
    const ada = await newer.get(1);
    await ada.increment({ extra: 1, weight: 1, big: 1n });
    expect(ada).toMatchObject({ extra: 6, weight: 1.5, big: 4n });
    expect(await newer.get(1)).toMatchObject({ extra: 6, weight: 1.5, big: 4n });
    expect(await newer.field(2, (user) => user.extra).increment(2)).toBe(7);
    expect(await newer.field(2, (user) => user.extra).increment(-7)).toBe(0);
    expect(await newer.field(2, (user) => user.extra).increment(1)).toBe(1);
  });

  it('is counted from 0 where it is optional, and has no value', async () => {
    expect((await newer.get(1)).age).toBeUndefined();
    expect(await newer.field(1, (user) => user.age).increment(1)).toBe(1);
  });

  it('is held to bounds with what readers see', async () => {
    const ada = await newer.get(1);
    await ada.increment({ balance: { by: '-0.5', min: '0' } });
    expect(ada.balance).toBe('99.5');
    await expect(ada.increment({ extra: { by: 1, max: 5 } })).rejects.toThrow(OutOfBoundsError);
    expect((await newer.get(1)).extra).toBe(5);
  });

  it('is transferred', async () => {
    await newer.transfer({ from: 1, to: 2, field: (user) => user.balance, amount: '10', floor: '0' });
    expect([(await newer.get(1)).balance, (await newer.get(2)).balance]).toEqual(['90', '110']);
  });

  it('is counted in a session, alone and beside what else changed', async () => {
    await db.session(async (session) => {
      const [ada, bob] = [await newer.get(1), await newer.get(2)];
      session.increment(ada, { extra: 1 });
      bob.name = 'Bob 2';
      session.increment(bob, { extra: 1, balance: { by: '-1', min: '0' } });
    });
    expect(await newer.get(1)).toMatchObject({ name: 'Ada', extra: 6, balance: '100' });
    expect(await newer.get(2)).toMatchObject({ name: 'Bob 2', extra: 6, balance: '99' });
  });

  it('is not both assigned and counted in a session', async () => {
    const both = db.session(async (session) => {
      const ada = await newer.get(1);
      ada.extra = 9;
      session.increment(ada, { extra: 1 });
    });
    await expect(both).rejects.toThrow(ValidationError);
  });

  it('gives what readers saw when it is swapped', async () => {
    expect(await newer.field(1, (user) => user.extra).getAndSet(6)).toBe(5);
    expect(await newer.field(1, (user) => user.extra).getAndSet(8)).toBe(6);
    expect(await newer.field(1, (user) => user.age).getAndSet(8)).toBeUndefined();
  });

  it('is counted where a getter with an index reads it', async () => {
    const computed = db.bind(Computed);
    const ada = await computed.get(1);
    await ada.increment({ extra: 1 });
    expect(await computed.field(2, (user) => user.extra).increment(2)).toBe(7);
    await computed.reindex();
    expect(
      await computed
        .query()
        .where({ twice: { in: [12, 14] } })
        .ids(),
    ).toEqual([1, 2]);
  });

  it('is counted from what an entity shows, where its default is another each time', async () => {
    const drawn = db.bind(Drawn);
    const ada = await drawn.get(1);
    const { seed } = ada;
    await ada.increment({ seed: 1 });
    expect(ada.seed).toBe(seed + 1);
    const bob = await drawn.get(2);
    const shown = bob.seed;
    await db.session(async (session) => {
      session.add(bob);
      session.increment(bob, { seed: 1 });
    });
    expect((await drawn.get(2)).seed).toBe(shown + 1);
  });
});
