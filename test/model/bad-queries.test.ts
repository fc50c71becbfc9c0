import { Item, LONE, Named, query, refusal, useItems, where } from './items.js';

useItems();

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
    ['a primary key without a value', { id: { isNull: true } }, 'QUERY'],
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
