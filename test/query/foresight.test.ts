import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey } from 'redstart';

class Row extends Model {
  @Index() @Field.text() side!: string;
  @Index() @Field.integer() place!: number;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.integer() about!: number;
}

@Entity()
class Numbered extends Row {
  @Field.id() id!: Auto<number>;
}

@Entity()
class Named extends Row {
  @PrimaryKey() @Field.text() id!: string;
}

const TOTAL = 6000;

/** Every fifth place is of one side, and `about` says nearly the place: no row of its last part is to be found from the end of the order. */
const rows = Array.from({ length: TOTAL }, (_, i) => {
  const place = (i * 997) % TOTAL;
  const side = (place * 7) % 10 < 2 ? 'few' : 'many';
  return { side, place, name: `n${String(place).padStart(5, '0')}`, about: place + ((i * 31) % 7) };
});

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Numbered, Named] });
  await Numbered.insertMany(rows.map((row, i) => ({ ...row, id: i + 1 })));
  await Named.insertMany(rows.map((row, i) => ({ ...row, id: `k${i}` })));
});
afterAll(() => db.close());

describe.each([Numbered as unknown as typeof Named, Named])('a walk that looks ahead (%p)', (model) => {
  const few = { side: 'few' };
  const placesOf = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows
      .filter((row) => row.side === 'few' && fits(row))
      .map(({ place }) => place)
      .sort((a, b) => a - b);

  it.each(['place', 'name'] as const)('goes on to a page that begins farther on in the order of %s', async (field) => {
    const newest = model
      .query()
      .where({ ...few, about: { lt: 5200 } })
      .orderBy({ [field]: 'desc' } as never)
      .limit(20);
    const oldest = model
      .query()
      .where({ ...few, about: { gte: 800 } })
      .orderBy({ [field]: 'asc' } as never)
      .limit(20);
    for (const query of [newest, oldest]) expect((await query.explain()).strategy).toBe('walk');
    const last = placesOf((row) => row.about < 5200)
      .slice(-20)
      .reverse();
    for (const budget of [200, 1000, 4000])
      expect(
        await newest
          .within(budget)
          .pluck((row) => row.place)
          .all(),
      ).toEqual(last);
    expect(await oldest.pluck((row) => row.place).all()).toEqual(placesOf((row) => row.about >= 800).slice(0, 20));
  });

  it.each(['place', 'name'] as const)('turns where it sees no page in the order of %s', async (field) => {
    const query = model
      .query()
      .where({ ...few, about: { lt: 1000 } })
      .orderBy({ [field]: 'desc' } as never)
      .limit(20);
    const plan = await query.explain();
    expect(plan.strategy).toBe('walk, then drive and sort');
    expect(await query.pluck((row) => row.place).all()).toEqual(
      placesOf((row) => row.about < 1000)
        .slice(-20)
        .reverse(),
    );
  });

  it('goes on in the order of a sorted set', async () => {
    const scores = db.sortedSet(`{app}:places:${model.name}`);
    const all = await model.query().all();
    await scores.add(all.map(({ id, place }) => [String(id), place]));
    const query = model
      .query()
      .where({ ...few, about: { lt: 5200 } })
      .orderByScore(scores, 'desc')
      .limit(20);
    expect((await query.explain()).strategy).toBe('walk');
    expect(await query.pluck((row) => row.place).all()).toEqual(
      placesOf((row) => row.about < 5200)
        .slice(-20)
        .reverse(),
    );
  });
});
