import {
  type Auto,
  ConnectionError,
  Database,
  Entity,
  Field,
  Index,
  Model,
  PrimaryKey,
  RedstartError,
  Unique,
} from 'redstart';
import { locateServer } from '../../src/redis/embedded/locate.js';
import { expectConsistent, leftovers } from '../support/consistency.js';
import { ServerProcess } from '../support/server-process.js';

const COLOURS = ['red', 'green'] as const;

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Index() @Field.integer({ optional: true }) whole?: number;
  @Field.float({ optional: true }) part?: number;
  @Index() @Field.boolean({ optional: true }) flag?: boolean;
  @Index() @Field.datetime({ optional: true }) at?: Date;
  @Index() @Field.enum(COLOURS, { optional: true }) colour?: (typeof COLOURS)[number];
  @Index() @Field.text({ optional: true }) word?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) line?: string;
  @Unique() @Field.text({ optional: true }) code?: string;
}

@Unique<Named>((named) => [named.text, named.more])
@Entity()
class Named extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Index() @Field.text({ optional: true }) text?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) more?: string;
  @Unique() @Field.text({ optional: true }) code?: string;
}

@Entity()
class Homeless extends Model {
  @Field.id() id!: Auto<number>;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item, Named] });
});
afterEach(() => db.redis.flushdb());
afterAll(() => db.close());

const WAY_OUT =
  /(Correct|Use|Leave|Name|Join|Add|Pass|Return|Call|Choose|Give|Load|Open|Order by|Remove|Keep)\b[^\n]*\.$/s;

/** The error of a call: it is one of the library's, says the way out, and nothing was written. */
async function refusal(work: () => unknown): Promise<RedstartError> {
  const before = await db.redis.dbsize();
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(RedstartError);
    expect((error as RedstartError).message).toMatch(WAY_OUT);
    expect(await db.redis.dbsize()).toBe(before);
    return error as RedstartError;
  }
  throw new Error('The call was accepted.');
}

// callers without types
const create = (input: unknown) => Item.create(input as never);
const query = () => Item.query() as unknown as { [verb: string]: (argument: unknown) => { all(): Promise<unknown[]> } };
const where = (condition: unknown) => query().where!(condition).all();

const LONE = '\ud800';

describe('values', () => {
  const WRONG: readonly (readonly [field: string, value: unknown, found: string])[] = [
    ['text', undefined, 'is required'],
    ['text', null, 'null'],
    ['text', 5, 'number 5'],
    ['text', LONE, 'string "\\ud800"'],
    ['text', `${LONE.repeat(1)}${'x'.repeat(100)}`, 'of 101'],
    ['text', ['a'], 'an array of 1'],
    ['text', { toString: () => 'a' }, 'an object'],
    ['text', Symbol('a'), 'symbol'],
    ['text', () => 'a', 'a function'],
    ['whole', null, 'null'],
    ['whole', Number.NaN, 'number NaN'],
    ['whole', Number.POSITIVE_INFINITY, 'number Infinity'],
    ['whole', 0.5, 'number 0.5'],
    ['whole', 2 ** 53, 'number 9007199254740992'],
    ['whole', '5', 'string "5"'],
    ['whole', 5n, 'bigint 5'],
    ['part', Number.NaN, 'number NaN'],
    ['part', Number.NEGATIVE_INFINITY, 'number -Infinity'],
    ['flag', 1, 'number 1'],
    ['flag', 'true', 'string "true"'],
    ['at', new Date(Number.NaN), 'an invalid Date'],
    ['at', new Date(8.64e15 + 1), 'an invalid Date'],
    ['at', '2024-01-01', 'string "2024-01-01"'],
    ['at', 5, 'number 5'],
    ['colour', 'blue', 'string "blue"'],
    ['colour', '__proto__', 'string "__proto__"'],
  ];

  it.each(WRONG)('of %s cannot be %p', async (field, value, found) => {
    const input = { text: 'x', [field]: value };
    expect(await refusal(() => create(input))).toMatchObject({ code: 'VALIDATION', issues: [{ field }] });
    expect((await refusal(() => create(input))).message).toContain(found);
    await refusal(() => Item.insertMany([{ text: 'y' }, input] as never));
    const item = await Item.create({ text: 'x' });
    await refusal(() => item.update({ [field]: value } as never));
    expect(item.isDirty).toBe(false);
    expect(await Item.get(1)).toEqual(item);
  });

  it('are told all at once', async () => {
    const error = await refusal(() => create({ whole: 0.5, colour: 'blue' }));
    expect((error as unknown as { issues: unknown[] }).issues).toHaveLength(3);
  });

  it('of null say how a value is taken away', async () => {
    expect((await refusal(() => create({ text: 'x', whole: null }))).message).toContain('or undefined for no value');
  });
});

describe('inputs', () => {
  it.each([undefined, null, 5, 'text', ['a'], () => ({})])('cannot be %p', async (input) => {
    await refusal(() => create(input));
    await refusal(() => Item.insertMany([input] as never));
    if (input !== undefined) await refusal(() => Item.build(input as never));
    const item = Item.build({ text: 'x' });
    await refusal(() => item.update(input as never));
    await refusal(() => item.increment(input as never));
  });

  const FOREIGN = ['nope', '__proto__', 'constructor', 'toString', 'save', 'prototype', '', 'text ', Symbol('text')];

  it.each(FOREIGN)('have no key %p', async (name) => {
    const input = Object.defineProperty({ text: 'x' }, name, { value: 1, enumerable: true });
    expect(await refusal(() => create(input))).toMatchObject({ code: 'VALIDATION' });
    const item = await Item.create({ text: 'x' });
    await refusal(() => item.update(input as never));
    await refusal(() => item.increment(Object.defineProperty({}, name, { value: 1, enumerable: true }) as never));
    expect(Object.getPrototypeOf(item)).toBe(Item.prototype);
  });
});

describe('ids', () => {
  it.each([undefined, null, -1, -0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', 1n, {}, [1]])(
    'that are numbers cannot be %p',
    async (id) => {
      for (const work of [
        () => Item.get(id as never),
        () => Item.find(id as never),
        () => Item.exists(id as never),
        () => Item.findMany([id] as never),
      ])
        expect(await refusal(work)).toMatchObject({ code: 'QUERY' });
      if (id !== undefined)
        expect(await refusal(() => create({ id, text: 'x' }))).toMatchObject({ code: 'VALIDATION' });
    },
  );

  it.each([undefined, null, '', LONE, 5, {}, ['a']])('that are strings cannot be %p', async (id) => {
    await refusal(() => Named.get(id as never));
    await refusal(() => Named.create({ id } as never));
  });
});

const MEGABYTE = 'é'.repeat(2 ** 19);
const AWKWARD = [
  ...[':', '{', '}', '{app}', '\0', '\n', '\r\n', '\t', ' ', '😀', '\u2028', '\ufffd', '\x7f', '/', '\\', '"', "'"],
  ...['#ids', '~', '*', '[a', '(a', '+', '-', '+inf', 'nan', '-0', '0x10', '1e5', 'null', 'nil', 'false', '[]', '{}'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'then', 'length'],
  ...["']] redis.call('FLUSHALL') --", ']]', '--[[', '%s%d%n', '$1', "return redis.call('FLUSHALL')"],
  ...['*1\r\n$8\r\nFLUSHALL\r\n', '-ERR no\r\n', '["ENTITY_EXISTS"]', 'UNIQUE [0]', '\\u0000', '{"op":"ids","ids":[]}'],
  MEGABYTE,
];
const LABELLED = AWKWARD.map((value) => [value.length > 60 ? 'a megabyte' : JSON.stringify(value), value] as const);

describe('the text', () => {
  it.each(LABELLED)('%s is an id and a value like any other', async (_, text) => {
    const neighbour = await Named.create({ id: 'neighbour', text: 'other', more: 'other', code: 'other' });
    const named = await Named.create({ id: text, text, more: text, code: text });
    expect(await Named.get(text)).toEqual(named);
    expect(await Named.findMany([text, 'neighbour'])).toEqual([named, neighbour]);
    expect(await Named.findBy({ code: text })).toEqual(named);
    expect(await Named.findBy({ text, more: text })).toEqual(named);
    for (const condition of [
      { text },
      { more: text },
      { code: text },
      { id: text },
      { more: { startsWith: text } },
      { more: { between: [text, text] } },
    ] as const)
      expect(
        await Named.query()
          .where(condition as { text: string })
          .ids(),
      ).toEqual([text]);
    expect(await Named.query().orderBy({ more: 'asc' }).within(1).all()).toHaveLength(2);
    expect(await refusal(() => Named.create({ id: text }))).toMatchObject({ code: 'ENTITY_EXISTS', id: text });
    expect(await refusal(() => Named.create({ id: 'new', code: text }))).toMatchObject({
      code: 'UNIQUE',
      value: [text],
      holder: text,
    });
    const stale = await Named.get(text);
    await named.update({ text: `${text}.` });
    expect(await refusal(() => stale.update({ text: 'x' }))).toMatchObject({
      code: 'DATA_RACE',
      expected: text,
      found: `${text}.`,
    });
    await expectConsistent(db, Named);
    await named.delete();
    await neighbour.delete();
    expect(await leftovers(db)).toEqual([]);
  });

  it('of one id is the key of no other', async () => {
    const ids = ['a', 'a:b', '1', '01', '1 ', 'next', 'ids', '#next', 'A'];
    await Named.insertMany(ids.map((id) => ({ id, code: `code of ${id}` })));
    expect((await Named.findMany(ids)).map((named) => named?.code)).toEqual(ids.map((id) => `code of ${id}`));
  });
});

describe('queries', () => {
  const CONDITIONS: readonly (readonly [what: string, condition: unknown, code: string])[] = [
    ['undefined', { whole: undefined }, 'QUERY'],
    ['null', { whole: null }, 'QUERY'],
    ['undefined for an operator', { whole: { gte: undefined } }, 'QUERY'],
    ['undefined in a list', { whole: { in: [1, undefined] } }, 'QUERY'],
    ['a list that is none', { whole: { in: 5 } }, 'QUERY'],
    ['one end', { whole: { between: [1] } }, 'QUERY'],
    ['isNull without true or false', { whole: { isNull: 1 } }, 'QUERY'],
    ['another type', { whole: '5' }, 'QUERY'],
    ['NaN', { whole: { lt: Number.NaN } }, 'QUERY'],
    ['a lone surrogate', { word: LONE }, 'QUERY'],
    ['an invalid date', { at: new Date(Number.NaN) }, 'QUERY'],
    ['an array', { word: ['a'] }, 'QUERY'],
    ['no operator', { whole: {} }, 'QUERY'],
    ['an unknown operator', { whole: { like: 'a' } }, 'QUERY'],
    ['an inherited operator', { whole: { constructor: 5 } }, 'QUERY'],
    ['an unknown field', { nope: 5 }, 'QUERY'],
    ['an inherited name', { toString: 'a' }, 'QUERY'],
    ['__proto__', JSON.parse('{"__proto__": 5}'), 'QUERY'],
    ['no object', 5, 'QUERY'],
    ['nothing', undefined, 'QUERY'],
    ['a list', [{ whole: 5 }], 'QUERY'],
    ['a field without an index', { part: 5 }, 'NOT_INDEXED'],
    ['an operator without an index', { word: { startsWith: 'a' } }, 'NOT_INDEXED'],
    ['a range of text without order', { word: { lt: 'a' } }, 'NOT_INDEXED'],
    ['isNull of a unique field', { code: { isNull: true } }, 'NOT_INDEXED'],
    ['an operator that a type lacks', { flag: { lt: true } }, 'QUERY'],
    ['the beginning of a number', { id: { startsWith: '5' } }, 'QUERY'],
    ['a primary key without a value', { id: { isNull: true } }, 'NOT_INDEXED'],
    ['a callback without a condition', () => true, 'QUERY'],
    ['an asynchronous callback', async () => Item.fields().whole.eq(5), 'QUERY'],
    ['a condition of another model', () => Named.fields().text.eq('a'), 'QUERY'],
    ['a field as a condition', (item: { whole: unknown }) => item.whole, 'QUERY'],
  ];

  it.each(CONDITIONS)('refuse %s in where()', async (_, condition, code) => {
    expect(await refusal(() => where(condition))).toMatchObject({ code });
  });

  it('name the decorator that would answer', async () => {
    expect(await refusal(() => where({ part: 5 }))).toMatchObject({
      model: 'Item',
      field: 'part',
      operator: 'eq',
      remedy: '@Index()',
    });
    expect(await refusal(() => where({ word: { startsWith: 'a' } }))).toMatchObject({
      remedy: '@Index({ ordered: true })',
    });
    expect(await refusal(() => query().orderBy!({ word: 'asc' }).all())).toMatchObject({
      code: 'NOT_INDEXED',
      remedy: '@Index({ ordered: true })',
    });
    expect(await refusal(() => query().orderBy!({ part: 'asc' }).all())).toMatchObject({
      code: 'NOT_INDEXED',
      remedy: '@Index()',
    });
  });

  it('notice conditions that && and || drop', async () => {
    const both = () => Item.query().where((item) => item.whole.eq(1) && item.flag.eq(true));
    expect((await refusal(both)).message).toContain('whole.eq()');
    const either = () => Item.query().where((item) => item.whole.eq(1).not() && item.flag.eq(true));
    await refusal(either);
    const made = () =>
      Item.query().where((item) => {
        item.whole.eq(1);
        return item.flag.eq(true);
      });
    await refusal(made);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined])(
    'refuse %p as a number of rows',
    async (count) => {
      await refusal(() => query().limit!(count));
      await refusal(() => query().offset!(count));
      if (count !== undefined)
        await refusal(async () => {
          for await (const _ of Item.query().iterate({ batch: count as never }));
        });
    },
  );

  it.each<unknown>([
    undefined,
    null,
    5,
    {},
    { nope: 'asc' },
    { whole: 'up' },
    { whole: 1 },
    { flag: 'asc' },
    () => 5,
    () => [],
    () => [5],
    (item: { nope: never }) => [item.nope],
  ])('refuse to order by %p', async (order) => {
    await refusal(() => query().orderBy!(order).all());
  });

  it.each<unknown>([undefined, null, {}, { nope: true }, { whole: false }, { constructor: true }])(
    'refuse to select %p',
    async (shape) => {
      await refusal(() => query().select!(shape).all());
    },
  );

  it.each<unknown>([
    undefined,
    null,
    5,
    {},
    { code: undefined },
    { code: null },
    { code: 5 },
    { nope: 'a' },
    { word: 'a' },
    { code: 'a', word: 'b' },
    { code: LONE },
    { id: 1 },
  ])('refuse to find by %p', async (unique) => {
    await refusal(() => Item.findBy(unique as never));
  });

  it('take lists of any length', async () => {
    await Item.insertMany([{ text: 'x', whole: 7, word: 'w7', line: 'l7', code: 'c7' }]);
    const numbers = Array.from({ length: 20_000 }, (_, i) => i);
    expect(
      await Item.query()
        .where({ id: { in: numbers } })
        .ids(),
    ).toEqual([1]);
    expect(
      await Item.query()
        .where({ whole: { in: numbers } })
        .ids(),
    ).toEqual([1]);
    expect(
      await Item.query()
        .where({ code: { in: numbers.map((i) => `c${i}`) } })
        .ids(),
    ).toEqual([1]);
    expect(
      await Item.query()
        .where({ flag: { isNull: true }, word: { in: numbers.map((i) => `w${i}`) } })
        .count(),
    ).toBe(1);
    expect(await Item.findMany(numbers)).toHaveLength(20_000);
  });
});

describe('a model', () => {
  it('needs a database', async () => {
    for (const work of [
      () => Homeless.create({}),
      () => Homeless.get(1),
      () => Homeless.build(),
      () => Homeless.query(),
    ])
      expect(await refusal(work)).toMatchObject({ code: 'SCHEMA' });
  });

  it('of a closed database gets the error of the connection', async () => {
    const closed = await Database.embedded({ models: [Homeless] });
    await closed.close();
    await expect(Homeless.create({})).rejects.toThrow(/closed/i);
    await expect(Homeless.query().count()).rejects.toThrow(/closed/i);
  });
});

describe('a server that is gone in the middle', () => {
  it('is the error of the connection', async () => {
    expect(await locateServer()).toBeTruthy();
    const server = await ServerProcess.start();
    const client = await Database.connect({ ...server.address, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.redis.on('error', () => {});
    const Remote = client.bind(Item);
    const item = await Remote.create({ text: 'x' });
    const writes = Array.from({ length: 200 }, (_, i) => Remote.create({ text: `${i}` }));
    const ended = server.kill();
    const results = await Promise.allSettled(writes);
    await ended;
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConnectionError);
    item.text = 'y';
    await expect(item.save()).rejects.toBeInstanceOf(ConnectionError);
    expect(item.isDirty).toBe(true);
    await expect(Remote.query().all()).rejects.toThrow();
    await client.close();
  });
});
