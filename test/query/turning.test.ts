import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, type Query } from 'redstart';

class Row extends Model {
  @Index() @Field.text() side!: string;
  @Index() @Field.integer({ optional: true }) place?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.integer() other!: number;
}

@Entity()
class Numbered extends Row {
  @Field.id() id!: Auto<number>;
}

@Entity()
class Named extends Row {
  @PrimaryKey() @Field.text() id!: string;
}

const TOTAL = 2400;

/** The first tenth of the order is of one side: who looks for it from the other end comes to it last. */
const rows = Array.from({ length: TOTAL }, (_, i) => {
  const place = (i * 997) % TOTAL;
  const missing = place % 40 === 0;
  const side = place < TOTAL / 10 ? 'few' : 'many';
  return {
    side,
    other: Math.floor(place / 50),
    ...(!missing && { place, name: `n${String(place).padStart(5, '0')}\0` }),
  };
});

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Numbered, Named] });
  await Numbered.insertMany(rows.map((row, i) => ({ ...row, id: i + 1 })));
  await Named.insertMany(rows.map((row, i) => ({ ...row, id: `k${i}` })));
});
afterAll(() => db.close());

type Ordered = 'place' | 'name';
const directions = ['asc', 'desc'] as const;
type Direction = (typeof directions)[number];

const keyOf = (field: Ordered, { place, name }: (typeof rows)[number]) => (field === 'place' ? place : name);

function expected(field: Ordered, direction: Direction, side: string): number[] {
  const step = direction === 'asc' ? 1 : -1;
  const all = rows.map((row, i) => ({ key: keyOf(field, row), side: row.side, i })).filter((row) => row.side === side);
  const some = all.filter(({ key }) => key !== undefined).sort((a, b) => (a.key! < b.key! ? -step : step));
  const none = all.filter(({ key }) => key === undefined).sort((a, b) => byId(a.i, b.i) * step);
  return [...some, ...none].map(({ i }) => i);
}

let byId = (a: number, b: number): number => a - b;
const KINDS = [
  {
    model: Numbered as unknown as typeof Named,
    indexOf: (id: unknown) => (id as number) - 1,
    less: (a: number, b: number) => a - b,
  },
  {
    model: Named,
    indexOf: (id: unknown) => Number(String(id).slice(1)),
    less: (a: number, b: number) => (`k${a}` < `k${b}` ? -1 : 1),
  },
];

describe.each(KINDS)('a walk that does not find its page in time ($model.name)', ({ model, indexOf, less }) => {
  beforeAll(() => {
    byId = less;
  });

  const few = (field: Ordered, direction: Direction): Query<Named> =>
    model
      .query()
      .where({ side: 'few' })
      .orderBy({ [field]: direction } as never);
  const found = async (query: Query<Named>) => (await query.ids()).map(indexOf);

  it('turns to the rows of the condition, which explain() tells', async () => {
    const plan = await few('place', 'desc').limit(20).explain();
    expect(plan.strategy).toBe('walk, then drive and sort');
    expect(plan.rows).toBe(20);
    expect(plan.steps[0]!.probed).toBeLessThan(TOTAL / 2);
    expect(String(plan)).toContain('walk, then drive and sort: 20 rows of 2400');
    expect((await few('place', 'asc').limit(20).explain()).strategy).toBe('walk');
  });

  it.each([20, 300, 1000, undefined])('gives the same rows in slices of %s steps', async (budget) => {
    for (const field of ['place', 'name'] as const)
      for (const direction of directions)
        for (const [offset, limit] of [
          [0, 5],
          [3, 20],
          [200, 45],
        ] as const) {
          const query = few(field, direction).offset(offset).limit(limit);
          expect(await found(budget ? query.within(budget) : query)).toEqual(
            expected(field, direction, 'few').slice(offset, offset + limit),
          );
        }
  });

  it.each([20, 300, undefined])('sorts within ties, in slices of %s steps', async (budget) => {
    const all = rows.map((row, i) => ({ ...row, i })).filter(({ side }) => side === 'few');
    all.sort((a, b) => b.other - a.other || (a.place ?? TOTAL) - (b.place ?? TOTAL) || byId(a.i, b.i));
    const query = model.query().where({ side: 'few' }).orderBy({ other: 'desc', place: 'asc' }).offset(2).limit(60);
    expect((await query.explain()).strategy).toBe('walk, then drive and sort');
    expect(await found(budget ? query.within(budget) : query)).toEqual(all.slice(2, 62).map(({ i }) => i));
  });

  it.each([20, 500, undefined])('pages forth and back, in slices of %s steps', async (budget) => {
    const query = budget ? few('place', 'desc').within(budget) : few('place', 'desc');
    const first = await query.page({ size: 100 });
    const second = await query.page({ size: 100, after: first.next! });
    const again = await query.page({ size: 100, before: second.previous! });
    const all = expected('place', 'desc', 'few');
    expect([...first.rows, ...second.rows].map(({ id }) => indexOf(id))).toEqual(all.slice(0, 200));
    expect(again.rows.map(({ id }) => indexOf(id))).toEqual(all.slice(0, 100));
  });

  /** The place of a row goes to the condition behind the first call of what is asked. */
  async function changedMeanwhile<T>(id: unknown, ask: () => Promise<T>): Promise<T> {
    const { redis } = db;
    const send = redis.sendCommand;
    redis.sendCommand = (async (...args: [command: never]) => {
      redis.sendCommand = send;
      const reply = await send.call(redis as never, ...args);
      await model.change(id as never, { side: 'few' });
      return reply;
    }) as typeof send;
    const answer = await ask();
    await model.change(id as never, { side: 'many' });
    return answer;
  }

  it('has answered nothing where it found nothing: what fits by the time it turns is found, wherever it stands', async () => {
    const query = few('place', 'desc').limit(20).within(10);
    // the function is on the server by then, and the walk takes several calls
    const before = await found(query);
    const last = rows.findIndex(({ place }) => place === TOTAL - 1);
    const [id] = await model
      .query()
      .where({ place: TOTAL - 1 })
      .ids();
    expect(await changedMeanwhile(id, () => found(query))).toEqual([last, ...before.slice(0, 19)]);
    expect(await found(query)).toEqual(before);
  });
});
