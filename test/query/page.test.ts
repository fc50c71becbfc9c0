import { type Auto, Database, Entity, Field, Index, Model, type Page, type Query, QueryError } from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer({ optional: true }) group?: number | undefined;
  @Index() @Field.float() price!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string | undefined;
  @Index() @Field.decimal({ optional: true }) cost?: `${number}`;
  @Field.text() note: Auto<string> = 'n';
}

@Entity()
class Word extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index({ ordered: true }) @Field.text() text!: string;
}

const NAMES = ['', 'a', '\0', '\x01', 'ab', 'a\0b', 'é', '😀', '\uffff', 'Z', undefined];
const items = Array.from({ length: 400 }, (_, i) => ({
  group: i % 7 ? (i * 7919) % 13 : undefined,
  price: [0.1, -0, 0, 1 / 3, -2.5e-7, 1e21][i % 6]!,
  name: NAMES[(i * 31) % NAMES.length],
  ...(i % 3 && { cost: `${(i % 5) - 2}.${i % 4}0` as `${number}` }),
}));

/** Steps of a call that no clock ends. */
const COUNTED = 999;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item, Word] });
  await Item.insertMany(items);
  await Word.insertMany(Array.from({ length: 60 }, (_, i) => ({ text: `w${i % 9}` })));
});
afterAll(() => db.close());

type Turn = 'next' | 'previous';
const TURNS = { next: 'after', previous: 'before' } as const;

/** All pages from a first one on, in one direction. */
async function pages<M, R>(query: Query<M, R>, size: number, turn: Turn, first: Page<R>): Promise<R[][]> {
  const all = [first.rows];
  for (let page = first; page[turn] !== undefined; ) {
    page = await query.page({ size, [TURNS[turn]]: page[turn] });
    all.push(page.rows);
  }
  return all;
}

const QUERIES = {
  'by id': () => Item.query(),
  'by id, the last one first': () => Item.query().orderBy({ id: 'desc' }),
  'within a range of ids': () =>
    Item.query()
      .where({ id: { between: [40, 333] } })
      .orderBy({ id: 'desc' }),
  'by a number that may be missing': () => Item.query().orderBy({ group: 'asc' }),
  'by a number downwards': () => Item.query().orderBy({ group: 'desc' }),
  'by a number within its range': () =>
    Item.query()
      .where({ group: { gte: 4 } })
      .orderBy({ group: 'desc' }),
  'by a float': () => Item.query().orderBy({ price: 'asc' }),
  'by text': () => Item.query().orderBy({ name: 'asc' }),
  'by text downwards': () => Item.query().orderBy({ name: 'desc' }),
  'by decimals': () => Item.query().orderBy({ cost: 'desc' }),
  'by several fields': () => Item.query().orderBy({ group: 'desc', name: 'asc', cost: 'desc' }),
  'by text and then a number': () => Item.query().orderBy({ name: 'desc', price: 'asc' }),
  'of few that fit': () =>
    Item.query()
      .where({ id: { in: [3, 77, 150, 151, 152, 399] } })
      .orderBy({ name: 'asc' }),
  'of half of them': () =>
    Item.query()
      .where({ price: { gt: 0 } })
      .orderBy({ group: 'asc', id: 'desc' }),
  'without those that have a value': () =>
    Item.query()
      .where({ group: { isNull: true } })
      .orderBy({ group: 'asc' }),
  'of either of two': () =>
    Item.query()
      .where((item) => item.group.eq(1).or(item.name.eq('Z')))
      .orderBy({ price: 'desc' }),
};

describe('page()', () => {
  for (const [name, make] of Object.entries(QUERIES)) {
    for (const budget of [undefined, 20]) {
      it(`gives each row once, forwards and backwards: ${name}${budget ? ', in slices' : ''}`, async () => {
        const whole = make();
        const query = budget ? whole.within(budget) : whole;
        const expected = (await whole.offset(0).limit(1000).all()).map(({ id }) => id);
        const forwards = await pages(query, 23, 'next', await query.page({ size: 23 }));
        expect(forwards.flat().map(({ id }) => id)).toEqual(expected);
        expect(forwards.slice(0, -1).every((rows) => rows.length === 23)).toBe(true);
        const first = await query.page({ size: 23 });
        expect(first.previous).toBeUndefined();
        // from the last row on, backwards
        const { next, rows } = await query.page({ size: expected.length - 1 });
        const last = await query.page({ size: 1, after: next });
        expect(last.next).toBeUndefined();
        const back = await pages(query, 23, 'previous', last);
        expect(
          back
            .slice(1)
            .reverse()
            .flat()
            .map(({ id }) => id),
        ).toEqual(rows.map(({ id }) => id));
        expect((await query.page({ size: 23, before: last.previous })).next).toBeDefined();
      });
    }
  }

  it('gives pages of ids that are text, and of rows that were selected', async () => {
    const query = Word.query().orderBy({ text: 'desc' });
    const expected = await query.ids();
    const rows = await pages(query, 7, 'next', await query.page({ size: 7 }));
    expect(rows.flat().map(({ id }) => id)).toEqual(expected);
    const byId = await Word.query().page({ size: 4 });
    const after = await Word.query()
      .pluck((word) => word.id)
      .page({ size: 4, after: byId.next });
    expect(after.rows).toEqual((await Word.query().ids()).slice(4, 8));
  });

  it('counts the rows of all pages where it is asked to', async () => {
    expect((await Item.query().where({ group: 3 }).page({ size: 2, total: true })).total).toBe(
      items.filter(({ group }) => group === 3).length,
    );
    expect(await Item.query().page({ size: 2 })).not.toHaveProperty('total');
  });

  it('takes one round trip', async () => {
    const query = Item.query().orderBy({ cost: 'asc', name: 'asc' }).within(COUNTED);
    // the first query of a server brings its functions
    await query.exists();
    await db.redis.config('RESETSTAT');
    const { next } = await query.page({ size: 5 });
    await query.page({ size: 5, after: next });
    const calls = [...(await db.redis.info('commandstats')).matchAll(/cmdstat_(?:fcall|eval)\w*:calls=(\d+)/g)];
    expect(calls.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(2);
  });

  it('goes on where it stood when rows move, go and come', async () => {
    const added = await Word.insertMany(Array.from({ length: 10 }, (_, i) => ({ text: `x${i}` })));
    const query = Word.query()
      .where({ text: { gte: 'x' } })
      .orderBy({ text: 'asc' });
    const first = await query.page({ size: 4 });
    await added[3]!.delete();
    await added[1]!.delete();
    await Word.create({ text: 'x00' });
    await added[7]!.update({ text: 'x2a' });
    const second = await query.page({ size: 4, after: first.next });
    expect(second.rows.map(({ text }) => text)).toEqual(['x4', 'x5', 'x6', 'x8']);
    const back = await query.page({ size: 4, before: second.previous });
    expect(back.rows.map(({ text }) => text)).toEqual(['x0', 'x00', 'x2', 'x2a']);
    await Word.query()
      .where({ text: { gte: 'x8' } })
      .all()
      .then((words) => Promise.all(words.map((word) => word.delete())));
    const empty = await query.page({ size: 4, after: second.next });
    expect(empty.rows).toEqual([]);
    expect(empty.next).toBeUndefined();
    const end = await query.page({ size: 3, before: empty.previous });
    expect(end.rows.map(({ text }) => text)).toEqual(['x4', 'x5', 'x6']);
    expect(end.next).toBeUndefined();
  });

  it('leads from an empty page before the first row to the first page', async () => {
    const words = await Word.insertMany(['y1', 'y2'].map((text) => ({ text })));
    const query = Word.query()
      .where({ text: { gte: 'y' } })
      .orderBy({ text: 'asc' });
    const { previous } = await query.page({ size: 1, after: (await query.page({ size: 1 })).next });
    await words[0]!.delete();
    const empty = await query.page({ size: 5, before: previous });
    expect(empty).toEqual({ rows: [], next: expect.any(String), previous: undefined });
    expect((await query.page({ size: 5, after: empty.next })).rows.map(({ text }) => text)).toEqual(['y2']);
  });

  it('lets nobody read the values in a cursor', async () => {
    const word = await Word.create({ text: 'zsecret' });
    const { next } = await Word.query()
      .where({ text: { lte: 'zsecret' } })
      .orderBy({ text: 'desc' })
      .page({ size: 1 });
    await word.delete();
    expect(Buffer.from(next!, 'base64url').toString('latin1')).not.toContain('secret');
  });
});

describe('a cursor', () => {
  const query = () =>
    Item.query()
      .where({ group: { gte: 3 } })
      .orderBy({ price: 'asc' });
  const refused = (wrong: unknown, other: Query<Item> = query()) =>
    expect(other.page({ size: 2, after: wrong as string })).rejects.toThrow(QueryError);

  it('is refused where it was changed', async () => {
    const { next } = await query().page({ size: 2 });
    for (let at = 0; at < next!.length; at += 5)
      await refused(`${next!.slice(0, at)}${next![at] === 'A' ? 'B' : 'A'}${next!.slice(at + 1)}`);
    for (const wrong of [
      '',
      'x',
      `${next}A`,
      `${next} `,
      `${next}=`,
      next!.slice(1),
      'A'.repeat(100),
      '__proto__',
      '\0',
    ])
      await refused(wrong);
  });

  it('is refused by a query with other conditions, another order or another model', async () => {
    const { next } = await query().page({ size: 2 });
    await refused(
      next,
      Item.query()
        .where({ group: { gte: 4 } })
        .orderBy({ price: 'asc' }),
    );
    await refused(next, query().orderBy({ price: 'desc' }));
    await refused(next, query().orderBy({ price: 'asc', name: 'asc' }));
    await refused(next, Word.query() as never);
    expect((await query().select({ price: true }).page({ size: 3, after: next })).rows).toHaveLength(3);
  });

  it('is refused where the options make no sense', async () => {
    const wrong = [
      undefined,
      null,
      5,
      {},
      { size: 0 },
      { size: 1.5 },
      { size: -1 },
      { size: '2' },
      { size: 2, after: 5 },
    ];
    for (const options of [...wrong, { size: 2, before: null }, { size: 2, after: 'a', before: 'b' }])
      await expect(query().page(options as never)).rejects.toThrow(QueryError);
    await expect(query().page({} as never)).rejects.toThrow(/not undefined\. Correct it\.$/);
    await expect(query().limit(5).page({ size: 2 })).rejects.toThrow('limit()');
    await expect(query().offset(5).page({ size: 2 })).rejects.toThrow('offset()');
  });
});
