import {
  type Auto,
  Database,
  type DecimalString,
  Entity,
  EntityDeletedError,
  EntityExistsError,
  Field,
  Index,
  Model,
  NotIndexedError,
  PrimaryKey,
  QueryError,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { z } from 'zod';
import { bindingOf } from '../../src/entity/binding.js';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
@Unique<User>((user) => [user.city, user.hits])
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index() @Field.decimal({ optional: true }) balance?: DecimalString;
  @Field.bigint({ optional: true }) large?: bigint;
  @Field.integer({ check: z.number().max(9), optional: true }) rating?: number;
  @Field.datetime({ on: 'create' }) created!: Auto<Date>;
  @Field.datetime({ on: 'save' }) saved!: Auto<Date>;
}

@Entity('Country')
class Country extends Model {
  @PrimaryKey() @Field.text() code!: string;
  @Index() @Field.text({ optional: true }) name?: string;
}

describe('an entity that is not loaded', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [User, Country] });
  });
  beforeEach(() => db.redis.flushall());
  afterEach(async () => {
    await expectConsistent(db, User);
    await expectConsistent(db, Country);
  });
  afterAll(() => db.close());

  describe('field', () => {
    const hits = (id = 1) => User.field(id, (user) => user.hits);
    const city = (id = 1) => User.field(id, (user) => user.city);

    it('reads and writes one field, and its indexes follow', async () => {
      await User.create({ email: 'ada@example.com', city: 'Oslo' });
      expect(await city().get()).toBe('Oslo');
      await city().set('Rome');
      expect(await User.query().where({ city: 'Rome' }).ids()).toEqual([1]);
      expect(await city().getAndSet('Pisa')).toBe('Rome');
      expect(await city().delete()).toBe(true);
      expect(await city().delete()).toBe(false);
      expect(await city().get()).toBeUndefined();
      expect(
        await User.query()
          .where({ city: { isNull: true } })
          .ids(),
      ).toEqual([1]);
      expect(await city().getAndSet('Bonn')).toBeUndefined();
    });

    it('sets what has no value once', async () => {
      await User.create({ email: 'ada@example.com' });
      expect(await city().setIfAbsent('Oslo')).toBe(true);
      expect(await city().setIfAbsent('Rome')).toBe(false);
      expect(await city().get()).toBe('Oslo');
    });

    it('adds to numbers of every type, exactly', async () => {
      await User.create({ email: 'ada@example.com' });
      expect(await hits().increment()).toBe(1);
      expect(await hits().increment(-4)).toBe(-3);
      expect(await User.field(1, (user) => user.balance).increment('0.10')).toBe('0.10');
      expect(await User.field(1, (user) => user.balance).increment()).toBe('1.10');
      expect(await User.field(1, (user) => user.large).increment(2n ** 70n)).toBe(2n ** 70n);
      expect(await User.query().where({ hits: -3, balance: '1.1' }).count()).toBe(1);
    });

    it('never passes a bound', async () => {
      await User.create({ email: 'ada@example.com', hits: 1 });
      expect(await hits().increment(-1, { min: 0 })).toBe(0);
      const refused = hits().increment(-1, { min: 0 });
      await expect(refused).rejects.toThrow(RangeError);
      await expect(refused).rejects.toThrow('User.hits must stay at least 0, and would be -1.');
      await expect(refused).rejects.toMatchObject({ code: 'OUT_OF_BOUNDS', what: 'User.hits', sum: '-1' });
      await expect(hits().increment(3, { min: -5, max: 2 })).rejects.toThrow('from -5 to 2, and would be 3');
      const balance = User.field(1, (user) => user.balance);
      expect(await balance.increment('-12.5', { min: '-12.50' })).toBe('-12.5');
      await expect(balance.increment('-0.01', { min: '-12.50' })).rejects.toThrow(RangeError);
      await expect(balance.increment('22.51', { max: '10' })).rejects.toThrow('at most 10, and would be 10.01');
      const large = User.field(1, (user) => user.large);
      await expect(large.increment(2n ** 70n, { max: 2n ** 70n - 1n })).rejects.toThrow(RangeError);
      expect(await hits().get()).toBe(0);
    });

    it('takes one round trip for each call', async () => {
      await User.create({ email: 'ada@example.com' });
      const calls = [
        () => hits().get(),
        () => hits().set(3),
        () => hits().increment(1),
        () => city().getAndSet('Rome'),
        () => city().setIfAbsent('Rome'),
        () => city().delete(),
      ];
      for (const call of calls) await call();
      const send = jest.spyOn(bindingOf(User).connection, 'send');
      for (const call of calls) await call();
      expect(send).toHaveBeenCalledTimes(calls.length);
      send.mockRestore();
    });

    it('writes nothing where there is no entity', async () => {
      for (const refused of [
        hits(9).set(1),
        hits(9).increment(),
        city(9).delete(),
        city(9).getAndSet('Oslo'),
        city(9).setIfAbsent('Oslo'),
      ])
        await expect(refused).rejects.toThrow(EntityDeletedError);
      expect(await hits(9).get()).toBeUndefined();
      expect(await db.redis.dbsize()).toBe(0);
    });

    it('checks values and uniqueness', async () => {
      await User.insertMany([{ email: 'ada@example.com' }, { email: 'eve@example.com' }]);
      await expect(User.field(2, (user) => user.email).set('ada@example.com')).rejects.toThrow(UniqueError);
      await expect(User.field(2, (user) => user.rating).set(10)).rejects.toThrow(ValidationError);
      await expect(User.field(2, (user) => user.rating).increment(1)).rejects.toThrow(
        'rating: has a check, which cannot be asked about a sum that the server makes: set the field and save() instead',
      );
      await expect(hits().set('3' as never)).rejects.toThrow(ValidationError);
      await expect(hits().set(undefined as never)).rejects.toThrow('is required');
      await expect((hits() as unknown as { delete(): Promise<boolean> }).delete()).rejects.toThrow(ValidationError);
      await expect(hits().increment('1' as never)).rejects.toThrow(ValidationError);
      await expect(hits().increment(1, { min: '0' as never })).rejects.toThrow('hits.min');
    });

    it('refuses what is not a field, and the primary key', () => {
      expect(() => User.field(1, ((user: { nope: never }) => user.nope) as never)).toThrow(QueryError);
      expect(() => User.field(1, (() => 'hits') as never)).toThrow('names no field of User');
      expect(() => User.field(1, 'hits' as never)).toThrow('takes a function');
      expect(() => User.field(1, () => Country.fields().name as never)).toThrow('names no field of User');
      expect(() => User.field(1, (user) => user.id)).toThrow('primary key');
      expect(() => User.field('1' as never, (user) => user.hits)).toThrow(QueryError);
    });

    it('says when it was saved', async () => {
      const ada = await User.create({ email: 'ada@example.com' });
      await db.redis.hset(User.keyOf(1), 'saved', '5');
      expect(await city().getAndSet('Oslo')).toBeUndefined();
      expect((await User.get(1)).saved.getTime()).toBeGreaterThanOrEqual(ada.saved.getTime());
      await db.redis.hset(User.keyOf(1), 'saved', '5');
      expect(await city().delete()).toBe(true);
      expect((await User.get(1)).saved.getTime()).toBeGreaterThanOrEqual(ada.saved.getTime());
    });
  });

  describe('pick', () => {
    it('reads some fields of one entity', async () => {
      await User.create({ email: 'ada@example.com', hits: 3 });
      expect(await User.pick(1, { hits: true, city: true })).toEqual({ hits: 3 });
      expect(await User.pick(1, { id: true })).toEqual({ id: 1 });
      expect(await User.pick(1, { city: true })).toEqual({});
      expect(await User.pick(2, { city: true })).toBeUndefined();
    });

    it('refuses what is not a selection', async () => {
      await expect(User.pick(1, {} as never)).rejects.toThrow(QueryError);
      await expect(User.pick(1, { nope: true } as never)).rejects.toThrow('has no field');
      await expect(User.pick(null as never, { hits: true })).rejects.toThrow(QueryError);
    });
  });

  describe('change', () => {
    it('sets fields whatever other writers did, with the indexes', async () => {
      await User.create({ email: 'ada@example.com', city: 'Oslo', hits: 2 });
      expect(await User.change(1, { hits: 7, city: undefined })).toBe(true);
      expect(
        await User.query()
          .where({ hits: 7, city: { isNull: true } })
          .count(),
      ).toBe(1);
      expect(await User.change(1, {})).toBe(true);
      expect(await User.change(1, { id: 1, hits: 8 })).toBe(true);
    });

    it('writes nothing where there is no entity', async () => {
      expect(await User.change(9, { hits: 7 })).toBe(false);
      expect(await User.change(9, {})).toBe(false);
      expect(await db.redis.dbsize()).toBe(0);
    });

    it('checks as update does', async () => {
      await User.insertMany([{ email: 'ada@example.com' }, { email: 'eve@example.com' }]);
      await expect(User.change(2, { email: 'ada@example.com' })).rejects.toThrow(UniqueError);
      await expect(User.change(2, { hits: undefined } as never)).rejects.toThrow('is required');
      await expect(User.change(2, { rating: 99 })).rejects.toThrow(ValidationError);
      await expect(User.change(2, { id: 3 })).rejects.toThrow('a primary key cannot change');
      await expect(User.change(2, { nope: 1 } as never)).rejects.toThrow('an unknown name');
      await expect(User.change(2, null as never)).rejects.toThrow(ValidationError);
    });
  });

  describe('upsert', () => {
    it('creates where nobody has the value, and changes what was given where somebody has', async () => {
      const ada = await User.upsert({ email: 'ada@example.com', hits: 3, city: 'Oslo' }, { by: { email: true } });
      expect(ada).toBeInstanceOf(User);
      expect(ada).toMatchObject({ id: 1, hits: 3, city: 'Oslo', isNew: false, isDirty: false });
      const again = await User.upsert({ email: 'ada@example.com', balance: '5' }, { by: { email: true } });
      // its default is for new entities alone
      expect(again).toMatchObject({ id: 1, hits: 3, city: 'Oslo', balance: '5', created: ada.created, isDirty: false });
      await again.update({ hits: 4 });
      expect(await User.query().where({ hits: 4, balance: '5' }).ids()).toEqual([1]);
      expect((await User.create({ email: 'eve@example.com' })).id).toBe(2);
    });

    it('goes by several fields, or by the primary key', async () => {
      await User.create({ email: 'ada@example.com', city: 'Oslo', hits: 1 });
      const input = { email: 'new@example.com', city: 'Oslo', hits: 1 };
      expect((await User.upsert(input, { by: { city: true, hits: true } })).id).toBe(1);
      expect(await User.findBy({ email: 'ada@example.com' })).toBeUndefined();
      await Country.upsert({ code: 'NO' }, { by: { code: true } });
      await Country.upsert({ code: 'NO', name: 'Norge' }, { by: { code: true } });
      expect((await Country.query().all()).map((country) => country.toJSON())).toEqual([{ code: 'NO', name: 'Norge' }]);
    });

    it('writes nothing when another value is taken', async () => {
      await User.insertMany([
        { email: 'ada@example.com', city: 'Oslo', hits: 1 },
        { email: 'eve@example.com', hits: 2 },
      ]);
      const taken = { email: 'eve@example.com', city: 'Oslo', hits: 1 };
      await expect(User.upsert(taken, { by: { email: true } })).rejects.toMatchObject({ code: 'UNIQUE', holder: 1 });
      await expect(User.upsert({ ...taken, email: 'new@example.com' }, { by: { email: true } })).rejects.toThrow(
        UniqueError,
      );
      await expect(User.upsert({ email: 'ada@example.com', id: 2 }, { by: { email: true } })).rejects.toMatchObject({
        code: 'UNIQUE',
        holder: 1,
      });
      await expect(User.upsert({ email: 'new@example.com', id: 2 }, { by: { email: true } })).rejects.toThrow(
        EntityExistsError,
      );
      expect(await User.query().count()).toBe(2);
    });

    it('leaves one entity where several write at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, hits) =>
          User.upsert({ email: 'ada@example.com', hits }, { by: { email: true } }),
        ),
      );
      expect(new Set(all.map(({ id }) => id))).toEqual(new Set([1]));
      expect(await User.query().count()).toBe(1);
    });

    it('changes the object that a session has', async () => {
      await User.create({ email: 'ada@example.com' });
      await db.session(async () => {
        const ada = await User.get(1);
        expect(await User.upsert({ email: 'ada@example.com', hits: 9 }, { by: { email: true } })).toBe(ada);
        expect(ada.hits).toBe(9);
      });
    });

    it('refuses what does not tell an entity', async () => {
      const input = { email: 'ada@example.com' };
      await expect(User.upsert(input, { by: { hits: true } })).rejects.toThrow(NotIndexedError);
      await expect(User.upsert(input, { by: {} })).rejects.toThrow('no field in { by }');
      await expect(User.upsert(input, undefined as never)).rejects.toThrow(QueryError);
      await expect(User.upsert(input, { by: { nope: true } } as never)).rejects.toThrow(QueryError);
      await expect(User.upsert(input, { by: { city: true, hits: true } })).rejects.toThrow('User.city');
      await expect(User.upsert({} as never, { by: { email: true } })).rejects.toThrow(QueryError);
      expect(await db.redis.dbsize()).toBe(0);
    });
  });

  it('knows keys and ids', async () => {
    const norway = await Country.create({ code: 'NO' });
    expect(Country.idOf(norway)).toBe('NO');
    expect(Country.keyOf('NO')).toBe('{app}:Country:NO');
    expect(await db.hash(Country.keyOf('NO')).size()).toBe(1);
    expect(() => User.idOf(User.build({ email: 'x' }))).toThrow(EntityDeletedError);
    expect(() => User.keyOf('1' as never)).toThrow(QueryError);
  });

  it('increments within bounds, several fields at once', async () => {
    const ada = await User.create({ email: 'ada@example.com', hits: 1, balance: '2' });
    await ada.increment({ hits: { by: -1, min: 0 }, balance: '0.5' });
    expect(ada).toMatchObject({ hits: 0, balance: '2.5' });
    await expect(ada.increment({ balance: '1', hits: { by: -1, min: 0, max: 9 } })).rejects.toThrow(RangeError);
    expect(await User.pick(1, { hits: true, balance: true })).toEqual({ hits: 0, balance: '2.5' });
    await expect(ada.increment({ hits: { by: 1, most: 2 } } as never)).rejects.toThrow('hits.most');
    await expect(ada.increment({ hits: { min: 2 } } as never)).rejects.toThrow(ValidationError);
  });
});
