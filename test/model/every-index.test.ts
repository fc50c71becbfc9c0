import fc from 'fast-check';
import { Database, type Query } from 'redstart';
import { Analyzer } from '../../src/text/analyzer.js';
import { expectConsistent } from '../support/consistency.js';
import { anyTest, compare, type Facts, holds, inOrder, toCondition } from '../support/oracle.js';
import { paged } from '../support/paged.js';
import { expectProperty } from '../support/property.js';
import { TextOracle } from '../support/text-oracle.js';
import { ABILITIES, Every, FOLDED, type Given, Memory, orders, present, whole } from './every.js';
import { change, steps } from './every-steps.js';

const questions = fc.record({
  tests: fc.array(anyTest(ABILITIES), { maxLength: 2 }),
  order: orders,
  size: fc.integer({ min: 1, max: 4 }),
  search: fc.option(
    fc.constantFrom(
      'loom',
      'loom OR steam',
      'engine -steam',
      '"loom engine"',
      'lo*',
      '*m',
      'stem~1',
      '東京',
      'ete',
      'the',
    ),
    { nil: undefined },
  ),
  budget: fc.constantFrom(1, 7, undefined),
});
type Question = typeof questions extends fc.Arbitrary<infer Q> ? Q : never;

const idsOf = (rows: readonly { readonly id?: unknown }[]): unknown[] => rows.map(({ id }) => id);

/** Rows by what they have in a field. */
function grouped(rows: readonly Facts[], field: string): [value: string | undefined, rows: Facts[]][] {
  const groups = new Map<string | undefined, Facts[]>();
  for (const row of rows) {
    const value = row[field] as string | undefined;
    groups.set(value, [...(groups.get(value) ?? []), row]);
  }
  return [...groups];
}

const sum = (rows: readonly Facts[]): number => rows.reduce((total, row) => total + (row.whole as number), 0);

async function checkAggregates(query: Query<Every>, rows: readonly Facts[]): Promise<void> {
  const wanted = grouped(rows, 'exact')
    .map(([exact, list]) => ({ exact, count: list.length, sum: { whole: sum(list) } }))
    .toSorted((a, b) => (a.exact === undefined ? 1 : b.exact === undefined ? -1 : compare(a.exact, b.exact)));
  const given = await query.aggregate({ groupBy: { exact: true }, count: true, sum: { whole: true } });
  expect(given.map(({ exact, count, sum: { whole } }) => ({ exact, count, sum: { whole } }))).toEqual(wanted);
  const all = await query.aggregate({ count: true, sum: { whole: true }, distinct: { line: true } });
  const lines = new Set(rows.map(({ line }) => line).filter((line) => line !== undefined));
  expect(all).toEqual({ count: rows.length, sum: { whole: sum(rows) }, distinct: { line: lines.size } });
  const facets = await query.facets({ title: 100 });
  const titles = grouped(rows, 'title').map(([title, list]) => [title, list.length] as const);
  expect(new Map(facets.title)).toEqual(new Map(titles));
}

async function ask(memory: Memory, { tests, order, size, search, budget }: Question): Promise<void> {
  let query: Query<Every> = budget === undefined ? Every.query() : Every.query().within(budget);
  for (const test of tests) query = query.where((fields) => toCondition(test, fields as never) as never);
  let rows = memory.list.filter((row) => tests.every((test) => holds(test, whole(row), FOLDED)));
  if (search !== undefined) {
    query = query.search(search);
    const oracle = new TextOracle(
      new Analyzer(),
      new Map(memory.list.map(({ id, body }) => [id as number, body as string | undefined])),
    );
    const found = oracle.search(search);
    const here = new Set(idsOf(rows));
    const ids = (await query.ids()) as number[];
    expect(oracle.settle(search, ids)).toEqual(found.map(([id]) => id).filter((id) => here.has(id)));
    rows = rows.filter(({ id }) => found.some(([other]) => other === id));
  }
  const wanted = inOrder(rows.map(whole), order, FOLDED);
  const ordered = query.orderBy(Object.fromEntries(order) as never);
  expect(idsOf(await ordered.all())).toEqual(idsOf(wanted));
  expect(await paged(ordered, size)).toEqual(idsOf(wanted));
  expect(await query.count()).toBe(wanted.length);
  const streamed: unknown[] = [];
  for await (const { id } of ordered.iterate({ batch: size })) streamed.push(id);
  expect(streamed).toEqual(idsOf(wanted));
  await checkAggregates(query, rows);
}

describe('a model with every kind of index', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Every] });
  });
  afterAll(() => db.close());

  it('answers as an array would, whatever is written, and its keys agree', async () => {
    const rounds = fc.tuple(
      fc.array(steps, { minLength: 5, maxLength: 30, size: 'max' }),
      fc.array(questions, { minLength: 3, maxLength: 6 }),
    );
    await expectProperty(
      fc.asyncProperty(rounds, async ([list, asked]) => {
        await db.redis.flushdb();
        const memory = new Memory();
        for (const step of list) await change(db, memory, step);
        const stored = (await Every.query().all()).map((entity) => present({ ...entity.toJSON() } as Given));
        expect(stored).toEqual(inOrder(memory.list, [['id', 'asc']], FOLDED));
        for (const question of asked) await ask(memory, question);
        await Every.reap();
        await expectConsistent(db, Every);
        expect((await Every.verify()).problems).toEqual([]);
      }),
      20,
    );
  });
});
