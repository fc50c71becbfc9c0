import fc from 'fast-check';
import { type Auto, and, Database, Entity, Field, Index, Model, not, or, RedstartError, Unique } from 'redstart';
import { quickly } from '../support/own-time.js';
import { expectProperty } from '../support/property.js';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.datetime({ optional: true }) at?: Date;
  @Index() @Field.boolean({ optional: true }) yes?: boolean;
  @Field.text({ optional: true }) password?: string;
}

const FIELDS = ['id', 'email', 'age', 'name', 'at', 'yes', 'password'];
const OPERATORS = ['eq', 'ne', 'in', 'notIn', 'isNull', 'lt', 'lte', 'gt', 'gte', 'between', 'startsWith'];

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [User] });
  await User.insertMany(
    Array.from({ length: 30 }, (_, i) => ({ email: `e${i}`, age: i, name: `n${i}`, password: `secret ${i}` })),
  );
});
afterAll(() => db.close());

// callers without types
type Untyped = Readonly<Record<string, (...values: unknown[]) => Untyped & Promise<unknown>>>;
const query = () => User.query() as unknown as Untyped & AsyncIterable<unknown>;
const loose = { and, or, not, findBy: User.findBy.bind(User) } as unknown as Untyped;

/** The error of a call, which must be one of the library's; undefined where the call was fine. */
async function errorOf(work: () => unknown): Promise<RedstartError | undefined> {
  try {
    await quickly(work);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(RedstartError);
    expect((error as Error).message).toMatch(/[A-Z][a-z]+ [^\n]*\.$/s);
    return error as RedstartError;
  }
}

/** All ways in for a value, of a condition, an order, a selection, numbers and unique values. */
function entries(value: unknown): (() => unknown)[] {
  const where = (condition: unknown) => () => query().where!(condition).ids!();
  return [
    where(value),
    where(() => value),
    ...FIELDS.flatMap((field) => [
      where({ [field]: value }),
      ...OPERATORS.map((operator) => where({ [field]: { [operator]: value } })),
      ...['in', 'between'].map((operator) => where({ [field]: { [operator]: [value, value] } })),
      ...OPERATORS.map((operator) =>
        where((user: Record<string, Record<string, (v: unknown) => unknown>>) => user[field]![operator]!(value)),
      ),
    ]),
    ...['and', 'or', 'not'].map((name) => where(() => loose[name]!(value))),
    where((user: { age: { eq(n: number): { and(v: unknown): unknown } } }) => user.age.eq(1).and(value)),
    () => query().orderBy!(value).ids!(),
    () => query().orderBy!({ age: value }).ids!(),
    () => query().orderBy!(() => value).ids!(),
    () => query().orderBy!(() => [value]).ids!(),
    () => query().select!(value).all!(),
    () => query().select!({ id: true, password: value }).all!(),
    () => query().limit!(value).ids!(),
    () => query().offset!(value).ids!(),
    () => loose.findBy!(value),
    () => loose.findBy!({ email: value }),
    () => loose.findBy!({ age: value }),
    async () => {
      for await (const _ of query().limit!(2).iterate!({ batch: value }) as unknown as AsyncIterable<unknown>);
    },
    async () => {
      for await (const _ of query().limit!(2).iterate!(value) as unknown as AsyncIterable<unknown>);
    },
  ];
}

const own = (object: object) => JSON.stringify(Reflect.ownKeys(object).map(String));
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, User.prototype, String.prototype];

const names = fc.oneof(
  fc.constantFrom(
    ...FIELDS,
    ...OPERATORS,
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'then',
    'length',
  ),
  fc.string({ maxLength: 4 }),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -0, 1.5, 2 ** 53, -1, 1e300, '', '1', '\0', 'asc'),
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(names, tie('value')), { maxLength: 3 })
      // as a parser makes it: __proto__ is a key like any other
      .map((pairs) =>
        JSON.parse(`{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 1}`)}}`),
      ),
  ),
})).value;

const strange = (): unknown[] => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const thrower = {
    get age(): never {
      throw new Error('getter');
    },
  };
  const bomb = () => {
    throw new Error('bomb');
  };
  return [
    undefined,
    Symbol('x'),
    10n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    () => 1,
    class {},
    new Array(5),
    new Date(Number.NaN),
    new Date(0),
    Object('a'),
    Object(1),
    Buffer.from('a'),
    new Map(),
    new Set([1]),
    /a/,
    Object.create(null),
    '\ud800',
    circular,
    { toString: 1 },
    { toJSON: bomb },
    { valueOf: bomb, toString: bomb, [Symbol.toPrimitive]: bomb },
    { [Symbol('age')]: 1 },
    'x'.repeat(100_000),
    new (class {
      age = 3;
    })(),
    thrower,
  ];
};

describe('a caller without types', () => {
  it('gets an error of the library or an answer in 50 ms, whatever JSON it gives, and changes no prototype', async () => {
    const before = PROTOTYPES.map(own);
    await expectProperty(
      fc.asyncProperty(json, async (value) => {
        for (const work of entries(value)) await errorOf(work);
      }),
      25,
    );
    expect(PROTOTYPES.map(own)).toEqual(before);
    expect(({} as { x?: unknown }).x).toBeUndefined();
    expect(await User.query().count()).toBe(30);
  });

  it.each(strange().map((value, i) => [i, value] as const))('gets one for strange value %i, too', async (_, value) => {
    for (const work of entries(value)) {
      try {
        await quickly(work);
      } catch (error) {
        // what the caller's own functions throw is the caller's
        if (!/^(getter|bomb)$|without 'new'/.test((error as Error).message))
          expect(error).toBeInstanceOf(RedstartError);
      }
    }
  });
});

describe('select()', () => {
  const all = (shape: unknown) => query().select!(shape).all!();

  it.each([0, 1, null, 'true', {}, []])('refuses %p for a field, and never gives the field', async (wanted) => {
    expect(await errorOf(() => all({ id: true, password: wanted }))).toMatchObject({ code: 'QUERY' });
  });

  it.each([false, undefined])('leaves a field out for %p', async (wanted) => {
    expect((await all({ id: true, password: wanted })) as unknown as unknown[]).toContainEqual({ id: 1 });
  });

  it.each(['x'.repeat(2_000_000), ['id'], 5, () => ({ id: true })])(
    'says at once that it takes an object',
    async (shape) => {
      const error = await errorOf(() => all(shape));
      expect(error).toMatchObject({ code: 'QUERY' });
      expect(error!.message.length).toBeLessThan(300);
    },
  );
});

describe('messages', () => {
  it('refuse what isNull() does not take, which would read as the opposite', async () => {
    const where = (make: (user: { name: { isNull(no?: unknown): unknown } }) => unknown) => query().where!(make).ids!();
    const error = await errorOf(() => where((user) => user.name.isNull(false)));
    expect(error?.message).toBe(
      'User.name: isNull() takes nothing, not boolean false. For the opposite write isNull().not().',
    );
    expect(await where((user) => user.name.isNull(undefined))).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ['a text for a number', () => query().limit!('10'), 'not string "10"'],
    ['an object with a toString that is none', () => query().limit!({ toString: 1 }), 'not an object'],
    ['a symbol', () => query().offset!(Symbol('x')), 'not symbol'],
    [
      'null',
      () => query().where!({ name: null }).ids!(),
      'given null. Leave the condition out, or use isNull(), in an object { isNull: true }.',
    ],
    ['a hole in a list', () => query().where!({ age: { in: new Array(3) } }).ids!(), 'undefined'],
    ['a key that is a symbol', () => query().where!({ [Symbol('age')]: 1 }).ids!(), 'symbol'],
    ['an operator that is a symbol', () => query().where!({ age: { gte: 1, [Symbol('lt')]: 1 } }).ids!(), 'symbol'],
    ['a prototype', () => query().where!({ __proto__: { age: 5 } }).ids!(), 'where() needs conditions'],
  ])('say what was found: %s', async (_, work, found) => {
    const error = await errorOf(work);
    expect(error).toMatchObject({ code: 'QUERY' });
    expect(error!.message).toContain(found);
  });
});
