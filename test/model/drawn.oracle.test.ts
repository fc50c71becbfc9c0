import fc from 'fast-check';
import { Database, type Query } from 'redstart';
import { anyTest, holds, inOrder, type Order, type Test, toCondition, toObject } from '../support/oracle.js';
import { paged } from '../support/paged.js';
import { expectProperty } from '../support/property.js';
import { abilitiesOf, classOf, comparedRow, comparedTest, type Drawn, drawn, rowsOf } from './drawn.js';

/** Models that are drawn; RUNS=1000 npx jest test/model/drawn tries more. Each is asked QUESTIONS, and each of these for ids, pages and a count. */
const RUNS = Number(process.env.RUNS ?? 50);
const QUESTIONS = 16;

interface Question {
  readonly isScanned: boolean;
  readonly tests: readonly Test[];
  readonly order: Order;
  readonly limit: number | undefined;
  readonly offset: number;
  readonly size: number;
  readonly budget: number | undefined;
}

const questionsOn = (model: Drawn): fc.Arbitrary<Question> =>
  fc.boolean().chain((isScanned) => {
    const abilities = abilitiesOf(model, isScanned);
    const sorted = Object.keys(abilities).filter((name) => abilities[name]!.ordered);
    const term = fc.tuple(fc.constantFrom(...sorted), fc.constantFrom('asc' as const, 'desc' as const));
    return fc.record<Question>({
      isScanned: fc.constant(isScanned),
      tests: fc.array(anyTest(abilities), { maxLength: 3 }),
      order: fc.uniqueArray(term, { selector: ([field]) => field, maxLength: 3 }),
      limit: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
      offset: fc.nat({ max: 4 }),
      size: fc.integer({ min: 1, max: 9 }),
      budget: fc.constantFrom(1, 7, undefined),
    });
  });

const cases = drawn.chain((model) =>
  fc.record({
    model: fc.constant(model),
    rows: rowsOf(model),
    questions: fc.array(questionsOn(model), { minLength: QUESTIONS, maxLength: QUESTIONS }),
  }),
);

type AnyQuery = Query<{ readonly id: unknown }>;

const conditionOf = (test: Test, isObject: boolean): unknown =>
  (isObject && toObject(test)) || ((fields: never) => toCondition(test, fields));

describe('models of any few fields and indexes', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  it('answer as an array would, by pages and whole, in slices of any size', async () => {
    await expectProperty(
      fc.asyncProperty(cases, async ({ model, rows, questions }) => {
        const Made = classOf(model);
        db.use(Made);
        await Made.insertMany(rows as never);
        const compared = rows.map((row) => comparedRow(model, row));
        for (const [n, { isScanned, tests, order, limit, offset, size, budget }] of questions.entries()) {
          let query = Made.query() as unknown as AnyQuery;
          if (isScanned) query = query.scan();
          if (budget !== undefined) query = query.within(budget);
          for (const test of tests) query = query.where(conditionOf(test, n % 2 === 0) as never);
          if (order.length > 0) query = query.orderBy(Object.fromEntries(order) as never);
          const asked = tests.map((test) => comparedTest(model, test));
          const fitting = compared.filter((row) => asked.every((test) => holds(test, row, new Set())));
          const ids = inOrder(fitting, order, new Set()).map(({ id }) => id);
          expect(await paged(query, size)).toEqual(ids);
          const cut = limit === undefined ? query.offset(offset) : query.offset(offset).limit(limit);
          const page = ids.slice(offset, limit === undefined ? undefined : offset + limit);
          expect(await cut.ids()).toEqual(page);
          expect(await cut.count()).toBe(page.length);
        }
        await db.redis.flushdb();
      }),
      RUNS,
    );
  });
});
