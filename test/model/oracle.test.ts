import fc from 'fast-check';
import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, type Query, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import {
  type Ability,
  anyTest,
  compare,
  type Facts,
  holds,
  inOrder,
  type Order,
  type Test,
  toCondition,
  toObject,
} from '../support/oracle.js';
import { expectProperty } from '../support/property.js';

/** Cases of each property; RUNS=1000 npx jest test/model/oracle tries more. */
const RUNS = Number(process.env.RUNS ?? 30);
/** Entities whose lists of one value are trees. */
const TREE = 1100;

const STATES = ['', 'draft', 'done'] as const;

class Thing extends Model {
  @Index() @Field.integer() whole!: number;
  @Index() @Field.integer({ optional: true }) some?: number;
  @Index() @Field.float({ optional: true }) part?: number;
  @Index() @Field.text({ optional: true }) word?: string;
  @Index({ ordered: true }) @Field.text() line!: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Index() @Field.boolean({ optional: true }) flag?: boolean;
  @Index() @Field.enum(STATES) state!: (typeof STATES)[number];
  @Index() @Field.datetime({ optional: true }) at?: Date;
  @Unique() @Field.text({ optional: true }) code?: string;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text({ optional: true }) title?: string;
  @Index({ suffix: true }) @Field.text({ optional: true }) ending?: string;
  @Index() @Field.json({ optional: true }) tags?: (string | number | boolean)[];
  @Index({ pattern: true, suffix: true }) @Field.text({ optional: true }) get both(): string | undefined {
    return this.word === undefined ? undefined : `${this.word}${this.line}`;
  }
}

@Index<Numbered>((thing) => [thing.state, thing.some])
@Index<Numbered>((thing) => [thing.flag, thing.line])
@Index<Numbered>((thing) => [thing.state, thing.flag, thing.name])
@Entity()
class Numbered extends Thing {
  @Field.id() id!: Auto<number>;
}

@Index<Named>((thing) => [thing.state, thing.some])
@Index<Named>((thing) => [thing.flag, thing.line])
@Index<Named>((thing) => [thing.state, thing.flag, thing.name])
@Entity()
class Named extends Thing {
  @PrimaryKey() @Field.text() id!: string;
}

const AWKWARD = [
  '',
  '\0',
  '\x01',
  '\x01\x02',
  'a\0',
  'a',
  'a\x01',
  'ab',
  'A',
  ':',
  '{',
  '}',
  '{a}',
  '\n',
  '😀',
  '\uffff',
  'é',
  '7',
  '10',
  '-0',
  'null',
];
const texts = fc.oneof(
  { arbitrary: fc.constantFrom(...AWKWARD), weight: 5 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 4 }), weight: 1 },
  { arbitrary: fc.constantFrom('x'.repeat(128), 'x'.repeat(129), 'é'.repeat(200)), weight: 1 },
);
const wholes = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(-0, 2 ** 53 - 1, 2 ** 53 - 2, 1 - 2 ** 53));
const parts = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 0.3, 0.1 + 0.2, -1.5, 1e21, 1e-7, 5e-324, Number.MAX_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const cased = fc.oneof(texts, fc.constantFrom('Ab', 'aB', 'É', 'E\u0301', 'Straße', 'İ', 'ß'));
const elements = fc.oneof(
  texts,
  fc.constantFrom('~', '~5', '5', 'true', '~~'),
  fc.constantFrom(5, 0, -0.5, 1e21, true, false),
) as fc.Arbitrary<string | number | boolean>;
const times = fc.oneof(
  fc.constantFrom(0, 1, -1, 8.64e15, -8.64e15).map((time) => new Date(time)),
  fc.date({ noInvalidDate: true }),
);

const VALUES = {
  whole: wholes,
  some: wholes,
  part: parts,
  word: texts,
  line: texts,
  name: texts,
  flag: fc.boolean(),
  state: fc.constantFrom(...STATES),
  at: times,
  title: cased,
  ending: texts,
  tags: fc.array(elements, { maxLength: 4 }),
};
const entities = fc.record(VALUES, { requiredKeys: ['whole', 'line', 'state'] });

const numbers = { ordered: true } as const;
const ABILITIES: Readonly<Record<string, Ability>> = {
  whole: { values: wholes, ...numbers },
  some: { values: wholes, ...numbers },
  part: { values: parts, ...numbers },
  word: { values: texts },
  line: { values: texts, ordered: true, text: true, pattern: true },
  name: { values: texts, ordered: true, text: true, pattern: true },
  title: { values: cased, ordered: true, text: true, suffix: true, pattern: true },
  ending: { values: texts, suffix: true, pattern: true },
  both: { values: texts, ordered: true, text: true, suffix: true, pattern: true },
  tags: { values: elements, array: true },
  flag: { values: fc.boolean() },
  state: { values: fc.constantFrom(...STATES) },
  at: { values: times, ...numbers },
  code: { values: fc.constantFrom('c0', 'c1', 'c7', 'c40', 'c999'), nullable: false },
};

const FOLDED: ReadonlySet<string> = new Set(['title']);
const ORDERED = ['whole', 'some', 'part', 'line', 'name', 'at', 'id', 'title', 'both'];
const directions = fc.constantFrom('asc' as const, 'desc' as const);
const orders: fc.Arbitrary<Order> = fc.uniqueArray(fc.tuple(fc.constantFrom(...ORDERED), directions), {
  selector: ([field]) => field,
  maxLength: 3,
});

interface Question {
  readonly tests: readonly Test[];
  readonly asObject: boolean;
  readonly order: Order;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  readonly select: readonly string[] | undefined;
  readonly budget: number;
  readonly batch: number;
}

/** Values of the first fields of a composite index, and perhaps a range of the last. */
const composed: fc.Arbitrary<Test[]> = fc
  .tuple(fc.constantFrom(...STATES), fc.boolean(), fc.constantFrom('some', 'line', 'name'), wholes, texts, fc.boolean())
  .map(([state, flag, last, whole, text, isBounded]) => [
    ...(last === 'line' ? [] : [{ field: 'state', operator: 'eq', operands: [state] }]),
    ...(last === 'some' ? [] : [{ field: 'flag', operator: 'eq', operands: [flag] }]),
    ...(isBounded ? [{ field: last, operator: 'gte', operands: [last === 'some' ? whole : text] }] : []),
  ]);

const questionsOn = (ids: Ability, budgets: readonly number[]): fc.Arbitrary<Question> =>
  fc.record({
    tests: fc
      .tuple(fc.array(anyTest({ ...ABILITIES, id: ids }), { maxLength: 3 }), fc.option(composed, { nil: [], freq: 2 }))
      .map(([tests, more]) => [...tests, ...more]),
    asObject: fc.boolean(),
    order: orders,
    limit: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    offset: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    select: fc.option(fc.subarray([...Object.keys(VALUES), 'code', 'id'], { minLength: 1 }), { nil: undefined }),
    budget: fc.constantFrom(...budgets),
    batch: fc.integer({ min: 1, max: 20 }),
  });

type AnyQuery = Query<Named>;

function ask(query: AnyQuery, { tests, asObject, order, limit, offset, budget }: Question): AnyQuery {
  let result = query.within(budget);
  for (const test of tests) {
    const object = asObject ? toObject(test) : undefined;
    result = result.where((object ?? ((fields: never) => toCondition(test, fields))) as never);
  }
  if (order.length > 0) result = result.orderBy(Object.fromEntries(order));
  if (limit !== undefined) result = result.limit(limit);
  return offset === undefined ? result : result.offset(offset);
}

const pick = (row: Facts, names: readonly string[]): Facts =>
  Object.fromEntries(names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]));

const asFacts = (rows: Iterable<unknown>): unknown[] => [...rows].map((row) => ({ ...(row as object) }));

/** An entity with what its getter gives. */
const withGetter = (row: Facts): Facts => (row.word === undefined ? row : { ...row, both: `${row.word}${row.line}` });

/** Compare every answer of a query with that of filtering, sorting and cutting an array. */
async function check(model: typeof Named, rows: readonly Facts[], question: Question): Promise<void> {
  const { tests, order, limit, offset = 0, select, batch } = question;
  const fitting = inOrder(
    rows.map(withGetter).filter((row) => tests.every((test) => holds(test, row, FOLDED))),
    order,
    FOLDED,
  ).map(({ both: _, ...row }): Facts => row);
  const page = fitting.slice(offset, limit === undefined ? undefined : offset + limit);
  const query = ask(model.query<Named>(), question);
  expect(await query.ids()).toEqual(page.map((row) => row.id));
  expect(asFacts(await query.all())).toEqual(page);
  expect(await query.count()).toBe(page.length);
  expect(await query.exists()).toBe(page.length > 0);
  expect((await query.first())?.id).toBe(page[0]?.id);
  const shape = Object.fromEntries((select ?? ['id']).map((name) => [name, true])) as { id: true };
  expect(await query.select(shape).all()).toStrictEqual(page.map((row) => pick(row, select ?? ['id'])));
  const streamed: unknown[] = [];
  for await (const row of query.iterate({ batch })) streamed.push(row.id);
  const isOrdered = order.length > 0 || limit !== undefined || offset > 0;
  const came = isOrdered ? streamed : streamed.toSorted((a, b) => compare(a, b));
  expect(came).toEqual(page.map((row) => row.id));
}

const named = fc.oneof(
  fc.constantFrom(...AWKWARD.filter((text) => text !== ''), '__proto__', 'constructor', '#ids', 'ids', 'next', '00'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
);
const numbered = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 2000 }), fc.constantFrom(999, 1000, 2 ** 40));

const KINDS = [
  { kind: 'numbers', model: Numbered as unknown as typeof Named, ids: numbered as fc.Arbitrary<unknown> },
  { kind: 'strings', model: Named, ids: named as fc.Arbitrary<unknown> },
];

/** Changes of stored entities: a new row, undefined for every value left out, or nothing for a delete. */
const changes = fc.array(fc.tuple(fc.nat(), fc.option(entities, { nil: undefined, freq: 4 })), { maxLength: 6 });

const everyField = (row: Facts): Facts =>
  Object.fromEntries([...Object.keys(VALUES), 'code'].map((name) => [name, row[name]]));

describe.each(KINDS)('queries over entities whose ids are $kind', ({ model, ids }) => {
  const ability = { values: ids, ordered: true, text: model === Named, nullable: false };
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Numbered, Named] });
  });
  afterEach(() => db.redis.flushdb());
  afterAll(() => db.close());

  const insert = async (rows: readonly Facts[]): Promise<void> => {
    await db.redis.flushdb();
    await model.insertMany(rows as never);
  };

  // unique values count from 0, every third entity is without one
  const populations = (size: { minLength?: number; maxLength: number }) =>
    fc
      .uniqueArray(fc.tuple(ids, entities), { selector: ([id]) => id, size: 'max', ...size })
      .map((all) => all.map(([id, row], i): Facts => ({ ...row, id, ...(i % 3 && { code: `c${i}` }) })));

  it('answer as an array would', async () => {
    const questions = fc.array(questionsOn(ability, [1, 7, 50, 4000]), { minLength: 1, maxLength: 8 });
    await expectProperty(
      fc.asyncProperty(populations({ maxLength: 40 }), questions, async (rows, list) => {
        await insert(rows);
        for (const question of list) await check(model, rows, question);
      }),
      RUNS,
    );
  });

  it('answer as an array would after updates and deletes, and the indexes agree with the rows', async () => {
    const questions = fc.array(questionsOn(ability, [1, 7, 4000]), { maxLength: 2 });
    await expectProperty(
      fc.asyncProperty(populations({ minLength: 1, maxLength: 15 }), changes, questions, async (rows, steps, list) => {
        await insert(rows);
        await expectConsistent(db, model);
        const present = new Map(rows.map((row) => [row.id, row]));
        for (const [position, change] of steps) {
          const id = [...present.keys()][position % Math.max(1, present.size)];
          if (id === undefined) continue;
          const entity = await model.get(id as string);
          if (change) {
            await entity.update(everyField(change) as never);
            present.set(id, { ...change, id });
          } else {
            await entity.delete();
            present.delete(id);
          }
          await expectConsistent(db, model);
          for (const question of list) await check(model, [...present.values()], question);
        }
      }),
      Math.ceil((2 * RUNS) / 3),
    );
  });

  it('answer as an array would when lists are trees and answers take many slices', async () => {
    const few = fc.record(
      { ...VALUES, word: fc.constantFrom('a', 'b'), state: fc.constantFrom('', 'draft') },
      { requiredKeys: ['whole', 'line', 'state'] },
    );
    const rows = fc.sample(few, { numRuns: TREE, seed: 7 }).map((row, i): Facts => {
      const id = model === Named ? `${(i * 7919) % TREE}` : ((i * 7919) % TREE) + 1;
      return { ...row, id, ...(i % 3 && { code: `c${i}` }) };
    });
    await insert(rows);
    await expectConsistent(db, model);
    await expectProperty(
      fc.asyncProperty(questionsOn(ability, [60, 500, 4000]), (question) =>
        check(model, rows, { ...question, batch: question.batch * 40 }),
      ),
      RUNS,
    );
  });

  it('keep ties of 17 digits together over several slices', async () => {
    const rows = Array.from({ length: 1200 }, (_, i): Facts => {
      const part = i < 1100 ? 0.1 + 0.2 : 0.5;
      return { id: model === Named ? `${i + 1}` : i + 1, whole: i, part, line: '', state: 'done' };
    });
    await insert(rows);
    const query = model.query<Named>().orderBy({ part: 'asc', whole: 'desc' }).limit(3).within(1);
    expect((await query.all()).map((row) => row.whole)).toEqual([1099, 1098, 1097]);
  });
});
