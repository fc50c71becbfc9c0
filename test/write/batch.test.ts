import { type Auto, Database, DataRaceError, Entity, Field, Index, Model, Unique, UniqueError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

/** Nothing but its row and indexes: many changes of it are written in one pass. */
@Entity('Member')
class Member extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) note?: string;
}

@Entity('Seat')
class Seat extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @Unique() @Field.text() guest!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Member, Seat] });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.redis.flushall();
});
afterEach(async () => {
  for (const model of [Member, Seat]) await expectConsistent(db, model);
});

const member = (i: number) => ({
  name: `Member ${i}`,
  age: i % 30,
  ...(i % 2 > 0 && { city: `city ${i % 5}` }),
  ...(i % 3 > 0 && { note: `note ${i % 9}` }),
});

const fill = (count: number) => Member.insertMany(Array.from({ length: count }, (_, i) => member(i)));

describe('many changes of one model', () => {
  it('are new, changed and deleted entities by one script', async () => {
    const [first, second, third] = await fill(60);
    await db.session(async (session) => {
      session.add(first!, second!, third!);
      first!.age = 77;
      first!.city = 'elsewhere';
      second!.note = undefined;
      second!.city = undefined;
      session.delete(third!);
      for (let i = 60; i < 70; i++) session.add(Member.build(member(i)));
    });
    expect(await Member.query().count()).toBe(69);
    expect((await Member.query().where({ age: 77, city: 'elsewhere' }).one()).id).toBe(first!.id);
    expect((await Member.get(second!.id)).toJSON()).toEqual({ id: second!.id, name: 'Member 1', age: 1 });
    expect(await Member.find(third!.id)).toBeUndefined();
    expect((await Member.findBy({ name: 'Member 69' }))?.id).toBe(70);
  });

  it('are new entities of one shape, with and without values', async () => {
    const block = (from: number, rest: object) =>
      Array.from({ length: 20 }, (_, i) => ({ ...member(from + i), ...rest }));
    await Member.insertMany([
      ...block(0, { city: 'here', note: 'some' }),
      ...block(20, { city: undefined, note: undefined }),
      ...block(40, { city: 'x'.repeat(200), note: undefined }),
    ]);
    expect(
      await Member.query()
        .where({ city: 'x'.repeat(200) })
        .count(),
    ).toBe(20);
    expect(
      await Member.query()
        .where((m) => m.city.isNull())
        .count(),
    ).toBe(20);
    expect(await Member.query().where({ note: 'some' }).count()).toBe(20);
    expect((await Member.findBy({ name: 'Member 59' }))?.id).toBe(60);
  });

  it('give unique values back that were taken before one is refused', async () => {
    const seat = (i: number) => ({ code: `code ${i}`, guest: `guest ${i}` });
    const ten = (from: number) => Array.from({ length: 10 }, (_, i) => seat(from + i));
    await Seat.insertMany(ten(0));
    await expect(Seat.insertMany([...ten(10), { code: 'code 20', guest: 'guest 3' }])).rejects.toThrow(UniqueError);
    await expect(Seat.insertMany([...ten(10), { code: 'code 20', guest: 'guest 19' }])).rejects.toThrow(UniqueError);
    await expect(Seat.create({ code: 'code 10', guest: 'guest 3' })).rejects.toThrow(UniqueError);
    const [first] = await Seat.query().limit(1).all();
    await expect(first!.update({ code: 'code 10', guest: 'guest 3' })).rejects.toThrow(UniqueError);
    await expectConsistent(db, Seat);
    expect((await Seat.insertMany(ten(10))).length).toBe(10);
  });

  it('give them back as well where a bucket is something else', async () => {
    await db.redis.set('{app}:Seat#uq:guest/0', 'of somebody');
    const seats = Array.from({ length: 5 }, (_, i) => ({ code: `code ${i}`, guest: `guest ${i}` }));
    await expect(Seat.insertMany(seats)).rejects.toThrow(/WRONGTYPE/);
    await expect(Seat.create(seats[0]!)).rejects.toThrow(/WRONGTYPE/);
    expect(await db.redis.exists('{app}:Seat#uq:code/0')).toBe(0);
    await db.redis.del('{app}:Seat#uq:guest/0');
  });

  it('pass unique values on', async () => {
    const [first, second] = await fill(3);
    await db.session((session) => {
      session.add(first!, second!);
      [first!.name, second!.name] = [second!.name, first!.name];
    });
    expect((await Member.findBy({ name: 'Member 0' }))?.id).toBe(second!.id);
    expect((await Member.findBy({ name: 'Member 1' }))?.id).toBe(first!.id);
  });

  it('are all refused where one is, with the entity that it is', async () => {
    const members = await fill(10);
    await (await Member.get(5)).update({ age: 50 });
    const race = db.session((session) => {
      session.add(...members);
      for (const one of members) one.age = 99;
    });
    await expect(race).rejects.toThrow(DataRaceError);
    await expect(race).rejects.toMatchObject({ entity: members[4] });
    expect(await Member.query().where({ age: 99 }).count()).toBe(0);

    await expect(Member.insertMany([member(10), member(11), member(3)])).rejects.toThrow(UniqueError);
    await expect(Member.insertMany([member(10), member(10)])).rejects.toThrow(UniqueError);
    expect(await Member.query().count()).toBe(10);
  });

  it('count those that were there to be deleted', async () => {
    await fill(20);
    expect(await Member.deleteMany([3, 4, 999, 5])).toBe(3);
    expect(await Member.query().count()).toBe(17);
    expect(await Member.deleteMany(Array.from({ length: 20 }, (_, i) => i + 1))).toBe(17);
    expect(await Member.query().count()).toBe(0);
  });

  it('take no id that is taken', async () => {
    await fill(3);
    await db.redis.hset('{app}:Member#counts', 'next', 1);
    await expect(Member.insertMany([member(10), member(11), member(12)])).rejects.toThrow('behind the ids');
    await db.redis.hset('{app}:Member#counts', 'next', 3);
    expect(await Member.query().count()).toBe(3);
  });
});
