import { type Auto, Database, Entity, EntityDeletedError, Field, type List, Model, type RedisSet } from 'redstart';
import { leftovers } from '../support/consistency.js';

@Entity('Basket', { ttl: null })
class Basket extends Model {
  @Field.id() id!: Auto<number>;
  @Field.list() items!: List;
  @Field.set() tags!: RedisSet;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Basket] });
});
afterAll(() => db.close());

/** Until the time has come that an entity knows of, by this program's clock. */
async function over(basket: Basket): Promise<void> {
  while (Date.now() <= basket.expiresAt!.getTime());
}

/** What is sent from now on, but for what deletes expired entities: that comes when it will. */
function spyOnCommands(): () => string[] {
  const { mock } = jest.spyOn(db.connection, 'send');
  return () =>
    mock.calls.filter(([, args]) => !args.some((arg) => String(arg).endsWith('#reaper'))).map(([command]) => command);
}

describe('a container of an entity that may expire', () => {
  it('takes no more once the entity has, and makes no key without one', async () => {
    const basket = await Basket.create({});
    await basket.items.push('a');
    await basket.expire(5);
    await over(basket);
    await expect(basket.items.push('b', 'c')).rejects.toMatchObject({
      name: 'EntityDeletedError',
      model: 'Basket',
      id: basket.id,
    });
    await Basket.reap();
    await expect(basket.tags.add('x')).rejects.toBeInstanceOf(EntityDeletedError);
    await expect(basket.items.slice()).rejects.toBeInstanceOf(EntityDeletedError);
    expect((await leftovers(db)).filter((key) => key.includes('#own:'))).toEqual([]);
    expect((await Basket.verify()).problems).toEqual([]);
  });

  it('goes on where another program gave the entity more time, which is asked once', async () => {
    const basket = await Basket.create({});
    const other = await Basket.get(basket.id);
    await basket.expire(30_000);
    await other.expire(60_000);
    const known = basket.expiresAt!.getTime();
    jest.spyOn(Date, 'now').mockReturnValue(known + 1);
    const sent = spyOnCommands();
    await basket.items.push('a');
    expect(sent()).toHaveLength(2);
    await basket.items.push('b');
    expect(sent()).toHaveLength(3);
    jest.restoreAllMocks();
    expect(await other.items.slice()).toEqual(['a', 'b']);
  });

  it('costs nothing more before, and where an entity lives for ever', async () => {
    const [first, second] = [await Basket.create({}), await Basket.create({})];
    await first.expire(60_000);
    const sent = spyOnCommands();
    await Promise.all([first.items.push('a'), second.tags.add('x')]);
    expect(sent()).toEqual(['rpush', 'sadd']);
    jest.restoreAllMocks();
    expect([await first.items.slice(), await second.tags.has('x')]).toEqual([['a'], true]);
  });
});
