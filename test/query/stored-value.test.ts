import {
  type Auto,
  Database,
  type DecimalString,
  Entity,
  Field,
  Index,
  ManyToOne,
  Model,
  NotIndexedError,
  PrimaryKey,
  type Query,
  QueryError,
  type Ref,
  Unique,
} from 'redstart';

@Entity()
class Town extends Model {
  @PrimaryKey() @Field.text() id!: string;
}

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index({ ordered: true, ignoreCase: true }) @Field.text({ optional: true }) nick?: string;
  @Unique() @Field.text({ optional: true }) email?: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @Index() @Field.float({ optional: true }) weight?: number;
  @Index() @Field.decimal({ optional: true }) balance?: DecimalString;
  @Index() @Field.bigint({ optional: true }) big?: bigint;
  @Index() @Field.datetime({ optional: true }) at?: Date;
  @Index() @Field.boolean({ optional: true }) active?: boolean;
  @Field.integer({ optional: true }) plain?: number;
  @ManyToOne(() => Town, { optional: true, onDelete: 'set null' }) town?: Ref<Town>;
}

const LONG = 'x'.repeat(200);
const at = (n: number) => new Date(n * 1e9);
const ROWS = [
  {
    city: 'Oslo',
    name: 'a',
    email: 'a',
    age: 3,
    weight: 3,
    balance: '1.5',
    big: 9n ** 30n,
    at: at(1),
    active: true,
    plain: 1,
    town: 'Ås',
  },
  {
    city: 'Oslo',
    name: 'a\0b',
    age: -4,
    weight: 0.5,
    balance: '-1.55',
    big: -5n,
    at: at(1),
    active: false,
    plain: 2,
    town: 'Ås',
  },
  {
    city: LONG,
    name: 'a\x01',
    age: 3,
    weight: -0,
    balance: '1.50',
    big: 9n ** 30n + 1n,
    at: at(2),
    active: true,
    plain: 2,
  },
  {
    city: '\ue000value\ue000',
    name: 'ab',
    email: '\0',
    age: 10,
    weight: 1e21,
    balance: '100',
    big: 0n,
    at: at(3),
    plain: 3,
    town: 'B',
  },
  {},
  { city: LONG, name: 'é', age: 2 ** 53 - 1, weight: 3, balance: '0', big: 1n, at: at(-5), active: true },
] as const;

const OPERATORS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;
type Said = (typeof OPERATORS)[number];
type Row = (typeof ROWS)[number] & Readonly<Record<string, unknown>>;

const order = (value: unknown): number | bigint | string | Buffer =>
  value instanceof Date ? value.getTime() : typeof value === 'boolean' ? Number(value) : (value as string);
function compare(property: string, a: unknown, b: unknown): number {
  if (property === 'balance') return Number(a) - Number(b);
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  const [x, y] = [order(a), order(b)];
  return x === y || (x === 0 && y === 0) ? 0 : x < y ? -1 : 1;
}
function holds(property: string, operator: Said, a: unknown, b: unknown): boolean {
  if (b === undefined || a === undefined) return operator === 'ne';
  const way = compare(property, a, b);
  return { eq: way === 0, ne: way !== 0, lt: way < 0, lte: way <= 0, gt: way > 0, gte: way >= 0 }[operator];
}

describe('a condition with the value of another entity', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'app', models: [User, Town] });
    await Town.insertMany([{ id: 'Ås' }, { id: 'B' }]);
    for (const row of ROWS) await User.create(row);
  });
  afterAll(() => db.close());

  const asked = (property: string, operator: Said, of: number): Query<User> =>
    User.query().where((user) => {
      const field = (user as unknown as Record<string, Record<Said, (value: unknown) => never>>)[property]!;
      return field[operator](User.field(of, (other) => (other as unknown as Record<string, never>)[property]!));
    });
  const RANGES = ['name', 'age', 'weight', 'balance', 'big', 'at', 'plain'];

  it.each(['city', 'name', 'email', 'age', 'weight', 'balance', 'big', 'at', 'active', 'town', 'plain'])(
    'finds by each operator, as with the value itself: %s',
    async (property) => {
      const operators = RANGES.includes(property) ? OPERATORS : OPERATORS.slice(0, 2);
      for (const [i, row] of ROWS.entries())
        for (const operator of operators) {
          const value = (row as Row)[property];
          const expected = ROWS.flatMap((other, k) =>
            holds(property, operator, (other as Row)[property], value) ? [k + 1] : [],
          );
          const query =
            property === 'plain' ? asked(property, operator, i + 1).scan() : asked(property, operator, i + 1);
          expect([property, operator, i, await query.ids()]).toEqual([property, operator, i, expected]);
          if (i % 3 > 0) continue;
          expect(await query.count()).toBe(expected.length);
          expect(await query.within(1).ids()).toEqual(expected);
          expect((await query.aggregate({ count: true })).count).toBe(expected.length);
        }
    },
  );

  it('is written as an object, joined, ordered and paged like any other', async () => {
    const inCity = User.query().where({ city: User.field(1, (user) => user.city) });
    expect(await inCity.ids()).toEqual([1, 2]);
    const older = inCity.where({ age: { gte: User.field(2, (user) => user.age) } }).orderBy({ age: 'asc' });
    expect(await older.ids()).toEqual([2, 1]);
    const first = await older.page({ size: 1 });
    expect((await older.page({ size: 1, after: first.next })).rows.map(({ id }) => id)).toEqual([1]);
    expect(
      await User.query()
        .where({ id: { in: [1, 3] }, age: User.field(3, (user) => user.age) })
        .ids(),
    ).toEqual([1, 3]);
    expect(String(inCity)).toBe('User.query().where(city = User.field("1").city)');
    expect((await inCity.explain()).steps[0]!.what).toBe('{app}:User#eq:city:<city of {app}:User:1>');
  });

  it('reads the value when it runs, and nothing where there is none', async () => {
    const query = User.query().where((user) => user.city.eq(User.field(77, (other) => other.city)));
    expect(await query.ids()).toEqual([]);
    const other = await User.create({ id: 77, city: 'Oslo' });
    expect(await query.ids()).toEqual([1, 2, 77]);
    await other.delete();
    expect(await query.count()).toBe(0);
  });

  it('refuses what it cannot compare', async () => {
    const field = <T>(of: (user: User) => T) => User.field(1, of as never) as never;
    const city = field((user) => user.city);
    await expect(User.query().where({ age: city }).ids()).rejects.toThrow(
      "User.age: eq was given User 1's city, which is of type text and not integer. Compare fields of one type.",
    );
    await expect(
      User.query()
        .where({ nick: field((user) => user.nick) })
        .ids(),
    ).rejects.toThrow('without case');
    await expect(
      User.query()
        .where({ name: { startsWith: city } })
        .ids(),
    ).rejects.toThrow('startsWith takes no field');
    await expect(
      User.query()
        .where({ plain: field((user) => user.plain) })
        .ids(),
    ).rejects.toThrow(NotIndexedError);
    await expect(
      User.query()
        .where({ age: { in: city } })
        .ids(),
    ).rejects.toThrow(QueryError);
    await using elsewhere = await Database.embedded({ namespace: 'elsewhere' });
    const Stranger = elsewhere.bind(User);
    const foreign = Stranger.field(1, (user) => user.city);
    await expect(User.query().where({ city: foreign }).ids()).rejects.toThrow(
      'a field of another database, the namespace "elsewhere" at the embedded server.',
    );
  });
});
