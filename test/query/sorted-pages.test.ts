import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey } from 'redstart';

abstract class Row extends Model {
  @Index() @Field.text() side!: string;
  @Index() @Field.integer({ optional: true }) score?: number;
}

@Entity()
class Numbered extends Row {
  @Field.id() id!: Auto<number>;
}

@Entity()
class Named extends Row {
  @PrimaryKey() @Field.text() id!: string;
}

const TOTAL = 3000;
/** 150 rows are few; their scores come again and again, and every ninth has none. */
const rows = Array.from({ length: TOTAL }, (_, i) => ({
  id: i + 1,
  side: i % 20 === 0 ? 'few' : 'many',
  ...((i / 20) % 9 !== 0 && { score: ((i * 7919) % 41) - 20 }),
}));
const nameOf = (id: number) => `k${id}`;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Numbered, Named] });
  await Numbered.insertMany(rows);
  await Named.insertMany(rows.map((row) => ({ ...row, id: nameOf(row.id) })));
});
afterAll(() => db.close());

const directions = ['asc', 'desc'] as const;

/** Rows without a value come last; ties by id, in the direction of the order. */
function expected<Id>(direction: (typeof directions)[number], idOf: (id: number) => Id): Id[] {
  const step = direction === 'asc' ? 1 : -1;
  const few = rows.filter(({ side }) => side === 'few').map(({ id, score }) => ({ id: idOf(id), score }));
  const byId = few.sort((a, b) => (a.id < b.id ? -step : step));
  const some = byId.filter(({ score }) => score !== undefined).sort((a, b) => (a.score! - b.score!) * step);
  return [...some, ...byId.filter(({ score }) => score === undefined)].map(({ id }) => id);
}

describe('a page of a few rows, sorted by a number', () => {
  it.each(directions)('has the first rows in the order: %s', async (direction) => {
    const numbered = Numbered.query().where({ side: 'few' }).orderBy({ score: direction });
    const named = Named.query().where({ side: 'few' }).orderBy({ score: direction });
    expect((await numbered.limit(20).explain()).strategy).toMatch(/drive and sort$/);
    for (const [limit, offset] of [
      [1, 0],
      [20, 0],
      [20, 7],
      [33, 0],
      [10, 125],
      [40, 120],
      [200, 0],
    ] as const) {
      // in one call, and in several that are merged
      for (const budget of [3500, 300, 40]) {
        const ids = await numbered.within(budget).limit(limit).offset(offset).ids();
        expect(ids).toEqual(expected(direction, (id) => id).slice(offset, offset + limit));
        const names = await named.within(budget).limit(limit).offset(offset).ids();
        expect(names).toEqual(expected(direction, nameOf).slice(offset, offset + limit));
      }
    }
    expect(await numbered.ids()).toEqual(expected(direction, (id) => id));
  });

  it('goes on behind any row of it, and back', async () => {
    const query = Numbered.query().where({ side: 'few' }).orderBy({ score: 'desc' });
    const found: number[] = [];
    let after: string | undefined;
    do {
      const page = await query.page({ size: 16, ...(after && { after }) });
      found.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(found).toEqual(expected('desc', (id) => id));
  });
});
