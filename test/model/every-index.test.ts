import fc from 'fast-check';
import { type Auto, Database, Entity, Field, FullText, Index, Model, type Query, Unique, UniqueError } from 'redstart';
import { Analyzer } from '../../src/text/analyzer.js';
import { expectConsistent } from '../support/consistency.js';
import {
  type Ability,
  anyTest,
  compare,
  type Facts,
  holds,
  inOrder,
  type Test,
  toCondition,
} from '../support/oracle.js';
import { TextOracle } from '../support/text-oracle.js';

/** One model with every kind of index. */
@Index<Every>((every) => [every.exact, every.whole])
@Index<Every>((every) => [every.whole, every.line])
@Entity('Every', { ttl: 3_600_000 })
class Every extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) exact?: string | undefined;
  @Index() @Field.integer() whole!: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) line?: string | undefined;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) code?: string | undefined;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text({ optional: true }) title?: string | undefined;
  @Index({ pattern: true, suffix: true }) @Field.text({ optional: true }) path?: string | undefined;
  @Index() @Field.json({ optional: true }) tags?: (string | number | boolean)[] | undefined;
  @FullText({ suffix: true }) @Field.text({ optional: true }) body?: string | undefined;
  @Index() @Field.integer({ optional: true }) get double(): number | undefined {
    return this.line === undefined ? undefined : this.whole * 2;
  }
  @Index({ pattern: true, ignoreCase: true }) @Field.text({ optional: true }) get label(): string | undefined {
    return this.path === undefined ? undefined : `${this.path}${this.exact ?? ''}`;
  }
}

const FOLDED: ReadonlySet<string> = new Set(['title', 'code', 'label']);
const texts = fc.constantFrom(
  '',
  '\0',
  '\x01\x02',
  'a',
  'A',
  'ab',
  'aB',
  'b/a',
  '__proto__',
  '😀',
  'é',
  'E\u0301',
  'x'.repeat(129),
);
const wholes = fc.integer({ min: -3, max: 5 });
const codes = fc.constantFrom('a', 'A', 'b', 'é', 'E\u0301', '__proto__', '\0');
const elements = fc.constantFrom('a', '~', '5', 5, true, 'true', '__proto__', '\0') as fc.Arbitrary<
  string | number | boolean
>;
const WORDS = ['loom', 'looms', 'engine', 'steam', 'the', 'spun', '東京', 'été'];
const bodies = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '));
const VALUES = {
  exact: texts,
  whole: wholes,
  line: texts,
  code: codes,
  title: texts,
  path: texts,
  tags: fc.array(elements, { maxLength: 3 }),
  body: bodies,
};
type Given = { -readonly [K in keyof Facts]: unknown };
const inputs = fc.record(VALUES, { requiredKeys: ['whole'] }) as fc.Arbitrary<Given>;
const changes = fc.record(
  Object.fromEntries(
    Object.entries(VALUES).map(([name, values]) => [
      name,
      name === 'whole' ? values : fc.option(values as fc.Arbitrary<unknown>, { nil: undefined, freq: 4 }),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Given>;

const text = { text: true, ordered: true, pattern: true };
const ABILITIES: Readonly<Record<string, Ability>> = {
  id: { values: fc.integer({ min: 1, max: 20 }), ordered: true, nullable: false },
  exact: { values: texts },
  whole: { values: wholes, ordered: true, nullable: false },
  line: { values: texts, ...text },
  code: { values: codes, nullable: false },
  title: { values: texts, ...text, suffix: true },
  path: { values: texts, ...text, suffix: true },
  tags: { values: elements, array: true },
  double: { values: fc.integer({ min: -6, max: 10 }), ordered: true },
  label: { values: texts, ...text },
};
const ORDERED = ['id', 'whole', 'line', 'title', 'path', 'double', 'label'];
const orders = fc.uniqueArray(fc.tuple(fc.constantFrom(...ORDERED), fc.constantFrom('asc' as const, 'desc' as const)), {
  selector: ([field]) => field,
  minLength: 1,
  maxLength: 3,
});

const at = fc.nat(30);
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('create' as const), input: inputs }) },
  fc.record({ op: fc.constant('insert' as const), list: fc.array(inputs, { maxLength: 4 }) }),
  { weight: 4, arbitrary: fc.record({ op: fc.constant('update' as const), at, changes }) },
  fc.record({ op: fc.constant('change' as const), at, changes }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant('increment' as const), at, by: wholes }) },
  fc.record({ op: fc.constant('push' as const), at, element: elements }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant('delete' as const), at }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('upsert' as const), input: inputs, code: codes }) },
  fc.record({ op: fc.constant('expire' as const), at, ttl: fc.constantFrom(1, 100_000, null) }),
  fc.record({ op: fc.constant('bulk update' as const), test: anyTest(ABILITIES), changes }),
  fc.record({ op: fc.constant('bulk delete' as const), test: anyTest(ABILITIES), most: fc.nat(3) }),
  fc.record({
    op: fc.constant('session' as const),
    parts: fc.array(fc.tuple(at, fc.option(changes, { nil: undefined, freq: 5 })), { maxLength: 3 }),
    made: fc.array(inputs, { maxLength: 2 }),
    fails: fc.boolean(),
  }),
);
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;
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

const folded = (code: unknown): unknown => (typeof code === 'string' ? code.toLowerCase().normalize('NFC') : undefined);
const present = (row: Given): Given =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** What the getters give, too. */
const whole = (row: Facts): Facts => ({
  ...row,
  ...(row.line !== undefined && { double: (row.whole as number) * 2 }),
  ...(row.path !== undefined && { label: `${row.path}${row.exact ?? ''}` }),
});

/** The entities as a program without a server holds them. */
class Memory {
  rows = new Map<number, Given>();

  get list(): Facts[] {
    return [...this.rows.values()];
  }

  pick(place: number): number | undefined {
    const ids = [...this.rows.keys()];
    return ids[place % Math.max(1, ids.length)];
  }

  holder(code: unknown): number | undefined {
    const wanted = folded(code);
    if (wanted === undefined) return undefined;
    return [...this.rows].find(([, row]) => folded(row.code) === wanted)?.[0];
  }

  /** Whether each code is of one entity. */
  isUnique(rows = this.list): boolean {
    const all = rows.map(({ code }) => folded(code)).filter((code) => code !== undefined);
    return new Set(all).size === all.length;
  }

  /** Set what a write that is all or none sets; false where two would have one code. */
  write(next: Map<number, Given>): boolean {
    if (!this.isUnique([...next.values()])) return false;
    this.rows = next;
    return true;
  }

  with(id: number, changes: Given): Map<number, Given> {
    return new Map([...this.rows, [id, present({ ...this.rows.get(id), ...changes, id })]]);
  }

  fitting(test: Test): Facts[] {
    return this.list.filter((row) => holds(test, whole(row), FOLDED));
  }
}

/** Whether the write was taken, where another holder of a unique value is the one reason to refuse it. */
async function taken(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UniqueError) return false;
    throw error;
  }
}

const where = (test: Test): Query<Every> =>
  Every.query().where((fields) => toCondition(test, fields as never) as never);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function inSession(db: Database, memory: Memory, { parts, made, fails }: Extract<Step, { op: 'session' }>) {
  const next = new Map(memory.rows);
  const built: Every[] = [];
  const work = db.session(async (session) => {
    for (const [place, change] of parts) {
      const id = memory.pick(place);
      if (id === undefined || !next.has(id)) continue;
      const entity = await Every.get(id);
      if (change) {
        Object.assign(entity, change);
        next.set(id, present({ ...next.get(id), ...change, id }));
      } else {
        session.delete(entity);
        next.delete(id);
      }
    }
    for (const input of made) built.push(Every.build(input as never));
    if (fails) throw new RangeError('no more');
  });
  if (fails) {
    await expect(work).rejects.toThrow('no more');
    return;
  }
  const isTaken = await taken(work);
  // values that change hands within a session: refused or taken, but never in between
  if (isTaken) {
    expect(memory.isUnique([...next.values(), ...made])).toBe(true);
    for (const [i, entity] of built.entries()) next.set(entity.id, { ...made[i], id: entity.id });
    memory.rows = next;
  }
}

async function change(db: Database, memory: Memory, step: Step): Promise<void> {
  if (step.op === 'session') return inSession(db, memory, step);
  if (step.op === 'create') {
    const holder = memory.holder(step.input.code);
    let made: Every | undefined;
    expect(await taken(Every.create(step.input as never).then((entity) => (made = entity)))).toBe(holder === undefined);
    if (made) memory.rows.set(made.id, { ...step.input, id: made.id });
    return;
  }
  if (step.op === 'insert') {
    const fits = memory.isUnique([...memory.list, ...step.list]);
    let made: Every[] = [];
    expect(await taken(Every.insertMany(step.list as never).then((all) => (made = all)))).toBe(fits);
    for (const [i, { id }] of made.entries()) memory.rows.set(id, { ...step.list[i], id });
    return;
  }
  if (step.op === 'upsert') {
    const input = { ...step.input, code: step.code };
    const entity = await Every.upsert(input as never, { by: { code: true } });
    const holder = memory.holder(step.code);
    if (holder !== undefined) expect(entity.id).toBe(holder);
    memory.rows = memory.with(entity.id, input);
    return;
  }
  if (step.op === 'bulk update') {
    const next = new Map(memory.rows);
    const { code: _, ...changes } = step.changes;
    const fitting = memory.fitting(step.test);
    for (const row of fitting) next.set(row.id as number, present({ ...row, ...changes }));
    expect(await where(step.test).update(changes as never)).toBeLessThanOrEqual(fitting.length);
    memory.rows = next;
    return;
  }
  if (step.op === 'bulk delete') {
    const gone = inOrder(memory.fitting(step.test), [['id', 'asc']], FOLDED).slice(0, step.most);
    expect(await where(step.test).orderBy({ id: 'asc' }).limit(step.most).delete()).toBe(gone.length);
    for (const { id } of gone) memory.rows.delete(id as number);
    return;
  }
  const id = memory.pick(step.at);
  if (id === undefined) return;
  if (step.op === 'change') {
    expect(await taken(Every.change(id, step.changes as never))).toBe(memory.write(memory.with(id, step.changes)));
    return;
  }
  const entity = await Every.get(id);
  if (step.op === 'update')
    expect(await taken(entity.update(step.changes as never))).toBe(memory.write(memory.with(id, step.changes)));
  if (step.op === 'increment') {
    await entity.increment({ whole: step.by });
    memory.rows = memory.with(id, { whole: entity.whole });
  }
  if (step.op === 'push') {
    entity.tags = [...(entity.tags ?? [])];
    entity.tags.push(step.element);
    await entity.save();
    memory.rows = memory.with(id, { tags: [...entity.tags] });
  }
  if (step.op === 'delete') {
    await entity.delete();
    memory.rows.delete(id);
  }
  if (step.op === 'expire') {
    await entity.expire(step.ttl);
    if (step.ttl !== 1) return;
    memory.rows.delete(id);
    await pause(4);
  }
}

const idsOf = (rows: readonly { readonly id?: unknown }[]): unknown[] => rows.map(({ id }) => id);

/** All rows by pages from one end, then back again. */
async function paged(query: Query<Every>, size: number): Promise<unknown[]> {
  const forth: unknown[] = [];
  let page = await query.page({ size });
  for (;;) {
    forth.push(...idsOf(page.rows));
    if (page.next === undefined) break;
    page = await query.page({ size, after: page.next });
  }
  const back: unknown[] = idsOf(page.rows);
  while (page.previous !== undefined) {
    page = await query.page({ size, before: page.previous });
    back.unshift(...idsOf(page.rows));
  }
  expect(back).toEqual(forth);
  return forth;
}

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
    const found = new TextOracle(
      new Analyzer(),
      new Map(memory.list.map(({ id, body }) => [id as number, body as string | undefined])),
    ).search(search);
    const here = new Set(idsOf(rows));
    expect(await query.ids()).toEqual(found.map(([id]) => id).filter((id) => here.has(id)));
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
    await fc.assert(
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
      { numRuns: 20 },
    );
  });
});
