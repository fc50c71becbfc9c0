import { type Auto, Database, Entity, Field, type List, Model, type RedisSet } from 'redstart';

@Entity('Cart')
class Cart extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.text() owner!: string;
  @Field.list() items!: List;
  @Field.set() tags!: RedisSet;
}

describe('verify() of containers', () => {
  let db: Database;
  let cart: Cart;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Cart] });
    cart = await Cart.create({ owner: 'ada' });
    await cart.items.push('a');
  });
  afterAll(() => db.close());

  it('finds nothing where each has its entity', async () => {
    expect((await Cart.verify()).problems).toEqual([]);
  });

  it('finds those whose entity is gone, and repair() deletes them alone', async () => {
    await db.redis.sadd('{app}:Cart#own:tags:nobody', 'x');
    await db.redis.rpush('{app}:Cart#own:items:a:b', 'x');
    await db.redis.set('{app}:Cart#own:other:1', 'of nobody that the model knows');
    const problems = [
      { kind: 'orphan', name: 'own:items:a:b', id: 'a:b' },
      { kind: 'orphan', name: 'own:tags:nobody', id: 'nobody' },
    ];
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect((await Cart.verify()).problems.toSorted(byName)).toEqual(problems);
    expect((await Cart.repair()).problems.toSorted(byName)).toEqual(problems);
    expect((await Cart.verify()).problems).toEqual([]);
    expect(await cart.items.toArray()).toEqual(['a']);
    expect(await db.redis.exists('{app}:Cart#own:other:1')).toBe(1);
  });
});
