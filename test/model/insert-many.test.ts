import { type Auto, Entity, Field, Index, Model, ValidationError } from 'redstart';
import { Animal, ada, Note, Place, sentBy, User, usersDatabase } from './users.js';

const db = usersDatabase();

@Entity('Tagged')
class Tagged extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.json() tags!: string[];
}

describe('insertMany', () => {
  it('writes all, batch after batch', async () => {
    const users = await User.insertMany(Array.from({ length: 450 }, (_, i) => ({ ...ada, email: `u${i}` })));
    expect(users.map((user) => user.id)).toEqual(users.map((_, i) => i + 1));
    expect(users.every((user) => !user.isNew && !user.isDirty)).toBe(true);
    expect(
      await sentBy(db(), () =>
        Note.insertMany(
          Array.from({ length: 45 }, () => ({})),
          { batch: 20 },
        ),
      ),
    ).toHaveLength(3);
    expect(await User.insertMany([])).toEqual([]);
  });

  const sizesOf = async (write: () => Promise<unknown>): Promise<number> => (await sentBy(db(), write)).length;
  const several = (total: number, rest: object = {}) =>
    Array.from({ length: total }, (_, i) => ({ ...ada, ...rest, email: `u${i}` }));

  it('makes batches smaller where entities cost more', async () => {
    // a model is told to the server in the first call
    await User.create({ ...ada, email: 'first' });
    await Animal.create({ name: 'first' });
    const animals = Array.from({ length: 100 }, (_, i) => ({ name: `n${i}` }));
    const cheap = await sizesOf(() => Animal.insertMany(animals));
    const dear = await sizesOf(() => User.insertMany(several(100)));
    await db().redis.flushdb();
    const long = await sizesOf(() => User.insertMany(several(100, { city: 'x'.repeat(20_000) })));
    // of an array there are several entries
    const tagged = db().bind(Tagged);
    await tagged.create({ tags: [] });
    const tags = Array.from({ length: 100 }, (_, i) => ({ tags: [`t${i}`, 'all'] }));
    const arrays = await sizesOf(() => tagged.insertMany(tags));
    expect({ cheap, dear, long, arrays }).toEqual({ cheap: 1, dear: 2, long: 8, arrays: 2 });
  });

  it('keeps to the batch that is asked for', async () => {
    await User.create({ ...ada, email: 'first' });
    const inputs = several(120, { city: 'x'.repeat(5000) });
    expect(await sizesOf(() => User.insertMany(inputs, { batch: 60 }))).toBe(2);
  });

  it('writes a batch that is full before the next entity comes', async () => {
    async function* slowly() {
      yield* several(2);
      while ((await User.query().count()) < 2) await new Promise(setImmediate);
      yield { ...ada, email: 'last' };
    }
    expect(await User.insertMany(slowly(), { batch: 2 })).toBe(3);
    expect(await User.query().count()).toBe(3);
  });

  it('checks all values before it writes any', async () => {
    const inputs = [ada, { ...ada, email: 'b@x', age: 0.5 }];
    await expect(User.insertMany(inputs, { batch: 1 })).rejects.toThrow(ValidationError);
    expect(await db().redis.dbsize()).toBe(0);
  });

  it.each([
    ['User', () => User.insertMany([ada, { ...ada, email: 'b@x', id: -1 }], { batch: 1 }), '[1].id'],
    ['Place', () => Place.insertMany([{ key: 'a', x: 1 }, { x: 2 } as never], { batch: 1 }), '[1].key'],
    ['Note', () => Note.insertMany([{}, { id: '\ud800' }], { batch: 1 }), '[1].id'],
  ] as const)('checks the ids of %s as well before it writes any', async (_, insert, field) => {
    await expect(insert()).rejects.toMatchObject({ issues: [{ field }] });
    expect(await db().redis.dbsize()).toBe(0);
  });

  it('refuses a batch in which a unique value comes twice', async () => {
    await expect(User.insertMany([ada, { ...ada, city: 'Paris' }])).rejects.toMatchObject({
      code: 'UNIQUE',
      holder: undefined,
    });
    await expect(User.insertMany([{ ...ada, id: 4 }, ada])).rejects.toMatchObject({ code: 'UNIQUE', holder: 4 });
    await expect(
      User.insertMany([
        { ...ada, id: 4 },
        { ...ada, id: 4, email: 'b@x' },
      ]),
    ).rejects.toMatchObject({ code: 'ENTITY_EXISTS', id: 4 });
    expect(await db().redis.dbsize()).toBe(0);
  });

  const inputs = (...emails: string[]) => emails.map((email) => ({ ...ada, email }));
  const refusal = async (insert: Promise<unknown>) => {
    const error = await insert.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    // for logs as well
    expect(error!.stack).toContain(error!.message);
    return JSON.parse(JSON.stringify(error)) as unknown;
  };

  it('says which input the server refused, of all that were given', async () => {
    const { id } = await User.create(ada);
    const given = inputs('b', 'c', 'd', 'e', ada.email, 'f');
    expect(await refusal(User.insertMany(given, { batch: 2 }))).toMatchObject({
      code: 'UNIQUE',
      holder: id,
      input: 4,
      message: expect.stringMatching(/^Input \[4\]: User.email is unique/),
    });
    expect(await User.query().count()).toBe(5);
    async function* some() {
      yield* inputs('g', 'h', 'i', ada.email);
    }
    expect(await refusal(User.insertMany(some(), { batch: 2 }))).toMatchObject({ input: 3 });
    const taken = [
      { key: 'a', x: 1 },
      { key: 'b', x: 1 },
      { key: 'a', x: 2 },
    ];
    expect(await refusal(Place.insertMany(taken))).toMatchObject({ code: 'ENTITY_EXISTS', input: 2 });
  });

  it('says which two inputs have one unique value', async () => {
    const error = await refusal(User.insertMany(inputs('a', 'b', 'c', 'd', 'e', 'd'), { batch: 3 }));
    expect(error).toMatchObject({
      input: 5,
      twin: 3,
      message: expect.stringMatching(/^Inputs \[3\] and \[5\]: User.email is unique/),
    });
    const places = [
      { key: 'a', x: 1, y: 1 },
      { key: 'b', x: 1 },
      { key: 'c', x: 1, y: 2 },
      { key: 'd', x: 1, y: 1 },
    ];
    expect(await refusal(Place.insertMany(places))).toMatchObject({ fields: ['x', 'y'], input: 3, twin: 0 });
  });

  it('says nothing of inputs where a hook behind the write is refused', async () => {
    await Note.create({ id: 'taken' });
    const end = User.on('afterSave', async () => void (await Note.create({ id: 'taken' })));
    const error = await refusal(User.insertMany(inputs('a')));
    end();
    expect(error).toMatchObject({ code: 'ENTITY_EXISTS' });
    expect(error).not.toHaveProperty('input');
  });

  it('gives no id that another entity of the batch brings along', async () => {
    const users = await User.insertMany([
      ada,
      { ...ada, email: 'b', id: 1 },
      { ...ada, email: 'c', id: 2 },
      { ...ada, email: 'd' },
    ]);
    expect(users.map((user) => user.id)).toEqual([3, 1, 2, 4]);
    expect(await User.query().count()).toBe(4);
  });

  it('refuses a batch that is not a number of entities', async () => {
    for (const batch of [0, -1, 1.5, Number.NaN])
      await expect(User.insertMany([ada], { batch })).rejects.toMatchObject({ code: 'QUERY' });
    expect(await db().redis.dbsize()).toBe(0);
  });
});
