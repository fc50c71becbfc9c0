import { type Auto, Database, Entity, Field, Model, number, Unique, UniqueError, WrongTypeError } from 'redstart';
import { z } from 'zod';

@Entity('Order')
class Order extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Unique() @Field.text() code!: string;
}

describe('containers of a session', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Order] });
  });
  afterEach(() => db.close());

  it('are written with the entities, in the order of their calls', async () => {
    await db.session(async (session) => {
      const order = Order.build({ code: 'a' });
      session.stream('{app}:orders').add({ placed: order.id });
      session.list('{app}:log', { codec: number }).push(1, 2);
      session.list('{app}:log', { codec: number }).unshift([0]);
      session.hash('{app}:facts').set('first', 'a');
      session.hash('{app}:facts').update({ second: 'b', third: 'c' });
      session.hash('{app}:facts').delete('third');
      session.hash('{app}:facts').increment('orders', 2);
      session.set('{app}:codes').add('a', 'b');
      session.set('{app}:codes').delete('b');
      session.sortedSet('{app}:ranks').add([['a', 1]]);
      session.sortedSet('{app}:ranks').increment('a', 2);
      session.counter('{app}:total', { max: 3 }).increment(2);
      expect(await db.list('{app}:log').size()).toBe(0);
      await session.flush();
      expect(await db.list('{app}:log').toArray()).toEqual(['0', '1', '2']);
    });
    const [message] = await db.stream('{app}:orders').range();
    expect((await Order.get(message!.fields.placed!)).code).toBe('a');
    expect(await db.hash('{app}:facts').toObject()).toEqual({ first: 'a', second: 'b', orders: '2' });
    expect(await db.set('{app}:codes').toSet()).toEqual(new Set(['a']));
    expect(await db.sortedSet('{app}:ranks').score('a')).toBe(3);
    expect(await db.counter('{app}:total').value()).toBe(2);
  });

  it('are not written when an entity is refused, and the other way round', async () => {
    await Order.create({ code: 'taken' });
    const clash = db.session(async (session) => {
      Order.build({ code: 'taken' });
      session.stream('{app}:orders').add({ placed: 'taken' });
    });
    await expect(clash).rejects.toThrow(UniqueError);
    expect(await db.stream('{app}:orders').exists()).toBe(false);

    await db.set('{app}:orders').add('x');
    const wrong = db.session(async (session) => {
      Order.build({ code: 'new' });
      session.list('{app}:log').push('new');
      session.stream('{app}:orders').add({ placed: 'new' });
    });
    await expect(wrong).rejects.toThrow(WrongTypeError);
    expect(await Order.query().count()).toBe(1);
    expect(await db.list('{app}:log').exists()).toBe(false);
  });

  it('refuse sums beyond their bounds, and what is not a number', async () => {
    await db.counter('{app}:left').increment(3);
    const sell = (count: number) =>
      db.session(async (session) => {
        Order.build({ code: `of ${count}` });
        const left = session.counter('{app}:left', { min: 0 });
        left.decrement(1);
        left.decrement(count - 1);
      });
    await expect(sell(4)).rejects.toThrow(RangeError);
    await expect(sell(4)).rejects.toThrow(
      'The counter "{app}:left" must stay at least 0, and would be -1. Nothing was written:',
    );
    expect(await Order.query().count()).toBe(0);
    await sell(3);
    expect(await db.counter('{app}:left').value()).toBe(0);

    await db.hash('{app}:facts').set('name', 'Ada');
    const count = db.session(async (session) => session.hash('{app}:facts').increment('name'));
    await expect(count).rejects.toThrow('holds "Ada", which is not a whole number');
    await db.session(async (session) => {
      session.hash('{app}:facts').set('name', '7');
      session.hash('{app}:facts').increment('name');
    });
    expect(await db.hash('{app}:facts').get('name')).toBe('8');
  });

  it('are written without entities, too', async () => {
    await db.session(async (session) => {
      session.list('a').push('x');
      session.set('b').add('y');
    });
    expect(await db.list('a').toArray()).toEqual(['x']);
    expect(await db.set('b').has('y')).toBe(true);
  });

  it('refuse values that do not fit with the flush, and go on without them', async () => {
    const events = { schema: z.object({ n: z.number() }) };
    await db.session(async (session) => {
      session.stream('e', events).add({ n: 1 });
      session.stream('e', events).add({ n: 'x' } as never);
      await expect(session.flush()).rejects.toThrow('expected');
      await session.flush();
    });
    expect(await db.stream('e').size()).toBe(1);
  });

  it('are forgotten by a rollback and by a throw', async () => {
    const failed = db.session(async (session) => {
      session.list('a').push('x');
      session.rollback();
      await session.flush();
      session.list('a').push('y');
      throw new Error('boom');
    });
    await expect(failed).rejects.toThrow('boom');
    expect(await db.list('a').exists()).toBe(false);
  });

  it('are of use only in the session', async () => {
    const list = await db.session(async (session) => session.list('a'));
    expect(() => list.push('x')).toThrow('The session has ended');
  });

  it('take many values', async () => {
    await db.session(async (session) => session.list('a').push(Array.from({ length: 5000 }, String)));
    expect(await db.list('a').size()).toBe(5000);
    const more = db.session(async (session) => session.list('a').push(Array.from({ length: 8000 }, String)));
    await expect(more).rejects.toThrow('at most 7000 values');
  });
});
