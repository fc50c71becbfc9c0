import {
  type Auto,
  Database,
  type DecimalString,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  Model,
  QueryError,
  ref,
  ValidationError,
} from 'redstart';
import { expectConsistent, keysFrom } from '../support/consistency.js';

@Entity('Account')
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() balance!: number;
  @Index() @Field.decimal() price: Auto<DecimalString> = '0';
  @Field.bigint({ optional: true }) units?: bigint;
  @Field.float() rate: Auto<number> = 0;
  @Field.text() name: Auto<string> = '';
}

@Entity('Shop')
class Shop extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() cash!: number;
  @Field.decimal() stock: Auto<DecimalString> = '0';
}

@Entity('Order')
class Order extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.boolean({ optional: true }) paid?: boolean;
}

@Entity('Purse', { ttl: null })
class Purse extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() coins!: number;
  @Index() get isEmpty(): boolean {
    return this.coins === 0;
  }
}

const models = [Account, Shop, Order, Purse];
let db: Database;
let ada: Account;
let bob: Account;

beforeAll(async () => {
  db = await Database.embedded({ models });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.redis.flushall();
  ada = await Account.create({ balance: 100, price: '10.10', units: 2n ** 70n });
  bob = await Account.create({ balance: 5 });
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});

const balances = async () => (await Account.query().all()).map(({ balance }) => balance);

describe('transfer()', () => {
  it('moves an amount from one entity to another, with the indexes and the objects that were given', async () => {
    expect(await Account.transfer({ from: ada, to: bob.id, field: (account) => account.balance, amount: 30 })).toBe(
      true,
    );
    expect(ada.balance).toBe(70);
    expect(ada.isDirty).toBe(false);
    expect(bob.balance).toBe(5);
    expect(await balances()).toEqual([70, 35]);
    expect(
      await Account.query()
        .where({ balance: { gte: 40 } })
        .ids(),
    ).toEqual([ada.id]);
    await ada.update({ name: 'Ada' });
  });

  it('is exact for decimals and bigints of any size', async () => {
    await Account.transfer({ from: ref(ada), to: bob, field: (account) => account.price, amount: '0.07' });
    await Account.transfer({ from: ada, to: bob, field: (account) => account.units, amount: 2n ** 69n + 1n });
    expect([ada.price, bob.price]).toEqual(['10.03', '0.07']);
    expect([ada.units, bob.units]).toEqual([2n ** 69n - 1n, 2n ** 69n + 1n]);
    expect((await Account.get(bob.id)).units).toBe(2n ** 69n + 1n);
  });

  it('never leaves less than the floor, nor writes anything then', async () => {
    const move = (amount: number, floor: number) =>
      Account.transfer({ from: ada, to: bob, field: (account) => account.balance, amount, floor, once: 'x' });
    await expect(move(91, 10)).rejects.toThrow(
      new RangeError(
        'Account.balance must stay at least 10, and would be 9. Nothing was written: change it by less, or widen the bounds.',
      ),
    );
    expect(await balances()).toEqual([100, 5]);
    expect(await keysFrom(db, '{app}:Account#once')).toEqual([]);
    expect(await move(90, 10)).toBe(true);
    expect(await balances()).toEqual([10, 95]);
  });

  it('does nothing where its name was used, whatever could be refused', async () => {
    const move = (once: string) =>
      Account.transfer({
        from: ada,
        to: bob,
        field: (account) => account.balance,
        amount: 60,
        floor: 0,
        once,
        onceFor: null,
      });
    expect(await move('order:77')).toBe(true);
    expect(await move('order:77')).toBe(false);
    await expect(move('order:78')).rejects.toThrow(RangeError);
    expect([ada.balance, bob.balance]).toEqual([40, 65]);
    expect(await db.redis.pttl('{app}:Account#once:order:77')).toBe(-1);
    await bob.delete();
    expect(await move('order:77')).toBe(false);
  });

  it('keeps the name for its time, a week where nothing is said, and long ones as their digest', async () => {
    const names = ['short', 'x'.repeat(1000), '__proto__', 'a}b{c\0'];
    for (const once of names)
      await Account.transfer({ from: ada, to: bob, field: (account) => account.balance, amount: 1, once });
    await Account.transfer({ from: ada, to: bob, field: (a) => a.balance, amount: 1, once: 'brief', onceFor: 60_000 });
    const keys = await keysFrom(db, '{app}:Account#once');
    expect(keys).toHaveLength(5);
    for (const key of keys) expect(key.length).toBeLessThan(150);
    expect(await db.redis.pttl('{app}:Account#once:short')).toBeGreaterThan(6.9 * 86_400_000);
    expect(await db.redis.pttl('{app}:Account#once:brief')).toBeLessThanOrEqual(60_000);
    for (const once of names)
      expect(await Account.transfer({ from: ada, to: bob, field: (a) => a.balance, amount: 1, once })).toBe(false);
    expect(await balances()).toEqual([95, 10]);
  });

  it('sets the boolean field of an entity by the same script, once', async () => {
    const order = await Order.create({});
    const pay = (amount: number) =>
      Account.transfer({
        from: ada,
        to: [Shop, 1, (shop) => shop.cash],
        field: (account) => account.balance,
        amount,
        floor: 0,
        once: [order, (o) => o.paid],
      });
    await Shop.create({ cash: 1 });
    await expect(pay(101)).rejects.toThrow(RangeError);
    expect((await Order.get(order.id)).paid).toBeUndefined();
    expect(await pay(100)).toBe(true);
    expect(await pay(100)).toBe(false);
    expect([order.paid, order.isDirty, ada.balance, (await Shop.get(1)).cash]).toEqual([true, false, 0, 101]);
    expect(await Order.query().where({ paid: true }).count()).toBe(1);
    await order.delete();
    await expect(pay(1)).rejects.toThrow(EntityDeletedError);
  });

  it('keeps the indexes of getters that read the field', async () => {
    const [full, empty] = [await Purse.create({ coins: 3 }), await Purse.create({ coins: 0 })];
    const move = (amount: number, once?: string) =>
      Purse.transfer({ from: full, to: empty, field: (purse) => purse.coins, amount, floor: 0, ...(once && { once }) });
    expect(await move(3, 'all')).toBe(true);
    expect(await move(3, 'all')).toBe(false);
    await expect(move(1)).rejects.toThrow(RangeError);
    expect([full.coins, empty.coins]).toEqual([0, 3]);
    expect(await Purse.query().where({ isEmpty: true }).ids()).toEqual([full.id]);
    const all = await Promise.all(
      Array.from({ length: 12 }, () =>
        Purse.transfer({ from: empty.id, to: full.id, field: (p) => p.coins, amount: 1 }),
      ),
    );
    expect(all).toEqual(Array(12).fill(true));
    expect((await Purse.query().all()).map(({ coins }) => coins)).toEqual([12, -9]);
  });

  it('knows no entity that has expired, is gone or was never saved', async () => {
    const [from, to] = [await Purse.create({ coins: 3 }), await Purse.create({ coins: 0 })];
    await from.expire(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const move = () => Purse.transfer({ from, to, field: (purse) => purse.coins, amount: 1, once: 'late' });
    await expect(move()).rejects.toThrow(EntityDeletedError);
    await expect(
      Account.transfer({ from: 99, to: bob, field: (account) => account.balance, amount: 1 }),
    ).rejects.toThrow(EntityDeletedError);
    await expect(
      Account.transfer({ from: ada, to: 99, field: (account) => account.balance, amount: 1 }),
    ).rejects.toThrow(EntityDeletedError);
    await expect(
      Account.transfer({ from: ada, to: Account.build({ balance: 1 }), field: (a) => a.balance, amount: 1 }),
    ).rejects.toThrow(EntityDeletedError);
    expect(await keysFrom(db, '{app}:Purse#once')).toEqual([]);
    expect(await balances()).toEqual([100, 5]);
  });
});

describe('what is not a transfer', () => {
  const good = () => ({ from: 1, to: 2, field: (account: { balance: unknown }) => account.balance, amount: 1 });
  const refused: [what: string, given: () => unknown, error: unknown, message: RegExp][] = [
    ['nothing', () => undefined, QueryError, /takes an object, not undefined/],
    ['an unknown name', () => ({ ...good(), ones: 'x' }), QueryError, /knows no "ones"/],
    ['one account', () => ({ ...good(), to: 1 }), QueryError, /was given \{app\}:Account:1 twice/],
    ['no receiver', () => ({ ...good(), to: undefined }), QueryError, /An id of Account is/],
    ['an id of another type', () => ({ ...good(), from: '1' }), QueryError, /An id of Account is/],
    ['a negative amount', () => ({ ...good(), amount: -1 }), ValidationError, /amount: expected more than 0/],
    ['no amount', () => ({ ...good(), amount: 0 }), ValidationError, /more than 0/],
    ['NaN', () => ({ ...good(), amount: Number.NaN }), ValidationError, /balance: expected a whole number/],
    ['a text for a number', () => ({ ...good(), amount: '1' }), ValidationError, /balance: expected a whole number/],
    ['a floor that is none', () => ({ ...good(), floor: 'x' }), ValidationError, /balance\.min/],
    ['an empty name', () => ({ ...good(), once: '' }), QueryError, /text that is not empty/],
    ['half a character for a name', () => ({ ...good(), once: 'a\ud800' }), QueryError, /text that is not empty/],
    ['a name for no time', () => ({ ...good(), once: 'x', onceFor: 0 }), QueryError, /onceFor of transfer/],
    ['a float', () => ({ ...good(), field: (a: { rate: unknown }) => a.rate }), QueryError, /are exact/],
    ['a text', () => ({ ...good(), field: (a: { name: unknown }) => a.name }), QueryError, /of type text/],
    ['no field', () => ({ ...good(), field: 'balance' }), QueryError, /takes a function/],
    ['another type', () => ({ ...good(), to: [Shop, 1, (s: Shop) => s.stock] }), QueryError, /fields of one type/],
    ['no model', () => ({ ...good(), to: ['Shop', 1] }), QueryError, /is a model, not/],
    ['no mark', () => ({ ...good(), once: [1, (o: Order) => o.paid] }), QueryError, /begins with an entity/],
    [
      'a mark that is a number',
      () => ({ ...good(), once: [bob, (a: Account) => a.balance] }),
      QueryError,
      /boolean field/,
    ],
  ];

  it.each(refused)('is refused: %s', async (_, given, error, message) => {
    const call = Account.transfer(given() as never);
    await expect(call).rejects.toThrow(error as never);
    await expect(call).rejects.toThrow(message);
    expect(await balances()).toEqual([100, 5]);
    expect(await keysFrom(db, '{app}:Account#once')).toEqual([]);
  });

  it('is refused: an entity of another model, and of another database', async () => {
    const shop = await Shop.create({ cash: 1 });
    await expect(Account.transfer({ ...good(), to: shop } as never)).rejects.toThrow(/must be an entity of Account/);
    await using other = await Database.embedded({ namespace: 'theirs' });
    const Theirs = other.bind(Account);
    const eve = await Theirs.create({ balance: 1 });
    await expect(Account.transfer({ ...good(), to: eve } as never)).rejects.toThrow(
      'to of transfer() must be an entity of Account, and is of another database, the namespace "theirs" at the embedded server. ',
    );
  });

  it('is refused: a sum that the receiver cannot hold', async () => {
    await bob.update({ balance: Number.MAX_SAFE_INTEGER });
    const call = Account.transfer({ from: ada, to: bob, field: (account) => account.balance, amount: 1 });
    await expect(call).rejects.toThrow(ValidationError);
    expect(await balances()).toEqual([100, Number.MAX_SAFE_INTEGER]);
  });
});
