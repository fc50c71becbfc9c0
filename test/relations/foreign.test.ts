import {
  type Auto,
  Database,
  Entity,
  Field,
  ForeignModel,
  Model,
  NotFoundError,
  type Ref,
  SchemaError,
  ValidationError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

/** A store of its own: what it was asked for, call by call. */
interface Customer {
  readonly id: number;
  readonly name: string;
}
const customers = new Map<number, Customer>([1, 2, 3].map((id) => [id, { id, name: `Customer ${id}` }]));
const asked: (readonly number[])[] = [];
const byIds = async (ids: readonly number[]) => {
  asked.push(ids);
  return ids.map((id) => customers.get(id));
};

interface Country {
  readonly code: string;
}

@Entity('Order')
class Order extends Model {
  @Field.id() id!: Auto<number>;
  @ForeignModel<Customer>({ id: (customer) => customer.id, load: byIds }) customer!: Ref<Customer>;
  @ForeignModel<Country>({
    id: ({ code }) => code,
    load: (ids) => ids.map((code) => ({ code: String(code) })),
    optional: true,
    name: 'c',
  })
  country?: Ref<Country>;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'foreign', models: [Order] });
});
beforeEach(async () => {
  await db.redis.flushall();
  asked.length = 0;
});
afterEach(() => expectConsistent(db, Order));
afterAll(() => db.close());

describe('a relation to another store', () => {
  it('is asked for by its id, and not by fields that no server has', async () => {
    const [order] = await Order.insertMany([{ customer: 2 }, { customer: 3 }]);
    expect(
      await Order.query()
        .where((each) => each.customer.eq(2).or(each.customer.isNull()))
        .ids(),
    ).toEqual([order!.id]);
    const message = 'Order.customer leads to another store, whose fields no query here can ask for. Ask for the ids';
    expect(() => Order.query().where({ customer: { name: 'x' } })).toThrow(message);
    expect(() => Order.query().where((each) => each.customer.name.eq('x'))).toThrow(message);
  });

  it('stores an id, and loads all that a tick asks for at once', async () => {
    const made = await Order.create({ customer: customers.get(1)! });
    expect([made.customer.isLoaded(), made.customer.id]).toEqual([true, 1]);
    await Order.insertMany([{ customer: 2 }, { customer: made.customer }, { customer: 3 }]);
    const orders = await Order.query().all();
    expect(orders.map(({ customer }) => customer.id)).toEqual([1, 2, 1, 3]);
    const loaded = await Promise.all(orders.map(({ customer }) => customer.load()));
    expect(loaded.map(({ name }) => name)).toEqual(['Customer 1', 'Customer 2', 'Customer 1', 'Customer 3']);
    await orders[0]!.customer.load();
    expect(asked).toEqual([[1, 2, 3]]);
  });

  it('is a field with an index', async () => {
    await Order.insertMany([{ customer: 1 }, { customer: 2, country: '~NO' }, { customer: 1, country: '7' }]);
    expect(await Order.query().where({ customer: 1 }).ids()).toEqual([1, 3]);
    expect(
      await Order.query()
        .where((order) => order.customer.in([customers.get(2)!, 9]))
        .ids(),
    ).toEqual([2]);
    expect(
      await Order.query()
        .where({ country: { isNull: true } })
        .ids(),
    ).toEqual([1]);
    expect(await Order.query().where({ country: '7' }).select({ customer: true, country: true }).all()).toEqual([
      { customer: 1, country: '7' },
    ]);
    const order = await Order.get(2);
    expect([order.country?.id, order.toJSON()]).toEqual(['~NO', { id: 2, customer: 2, country: '~NO' }]);
    await order.update({ customer: 3, country: undefined });
    expect([order.customer.id, order.isDirty]).toEqual([3, false]);
    order.customer = (await Order.get(1)).customer;
    expect(order.isDirty).toBe(true);
    await order.save();
    expect(await Order.query().where({ customer: 1 }).count()).toBe(3);
    expect(await db.redis.hgetall('{foreign}:Order:2')).toEqual({ customer: '~1' });
    expect(Order.schema().parse({ customer: 7 })).toEqual({ customer: 7 });
  });

  it('leads nowhere where the entity is gone', async () => {
    const order = await Order.create({ customer: 99 });
    await expect(order.customer.load()).rejects.toBeInstanceOf(NotFoundError);
    await expect(order.customer.load()).rejects.toThrow('There is no customer with the id 99');
    expect(() => (order.customer as unknown as { get(): unknown }).get()).toThrow(
      'customer 99 is not loaded. Use load().',
    );
  });

  it('refuses what has no id', async () => {
    const untyped = Order as unknown as { create(input: object): Promise<unknown> };
    const other = (await Order.create({ customer: 1, country: 'NO' })).country;
    for (const wrong of ['', 1.5, Number.NaN, {}, { id: '' }, [], true, other, '\ud800'])
      await expect(untyped.create({ customer: wrong })).rejects.toThrow(ValidationError);
    expect(await Order.query().count()).toBe(1);
  });

  it('refuses a loader that gives too few, and options without functions', async () => {
    @Entity('Loose')
    class Loose extends Model {
      @Field.id() id!: Auto<number>;
      @ForeignModel<Customer>({ id: ({ id }) => id, load: () => [] }) customer!: Ref<Customer>;
    }
    db.use(Loose);
    await expect((await Loose.create({ customer: 1 })).customer.load()).rejects.toThrow('load() was given 1 ids');
    const untyped = ForeignModel as unknown as (options?: unknown) => PropertyDecorator;
    for (const options of [undefined, { id: 7, load: 8 }]) {
      class Wrong extends Model {
        @Field.id() id!: Auto<number>;
      }
      untyped(options)(Wrong.prototype, 'owner');
      Entity('Wrong')(Wrong);
      expect(() => db.use(Wrong)).toThrow(SchemaError);
      expect(() => db.use(Wrong)).toThrow('Wrong.owner: @ForeignModel() takes { id, load }, two functions');
    }
  });

  it('is not loaded along by a query', () => {
    expect(() => Order.query().with({ customer: true })).toThrow(
      'Order.customer leads to another store, which a query does not read. Use load()',
    );
  });
});
