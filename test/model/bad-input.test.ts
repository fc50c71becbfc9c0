import type { ValidationError } from 'redstart';
import { expectConsistent, leftovers } from '../support/consistency.js';
import { create, db, Item, LONE, Named, refusal, useItems } from './items.js';

useItems();

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

  it('are a hundred at most, of which the message tells twenty and how many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`unknown${i}`, i]));
    const all = {
      total: 5000,
      message: expect.stringMatching(/unknown19: [^;]*; and 4980 more\.$/),
      code: 'VALIDATION',
    };
    for (const refused of [() => create({ text: 'x', ...many }), () => Item.insertMany([{ text: 'x', ...many }])]) {
      const error = (await refusal(refused)) as ValidationError;
      expect(error).toMatchObject(all);
      expect(error.issues).toHaveLength(100);
      expect(error.issues[99]!.path.at(-1)).toBe('unknown99');
    }
    const three = (await refusal(() => create({ whole: 0.5, a: 1 }))) as ValidationError;
    expect([three.total, three.issues.length, three.message.includes('more')]).toEqual([3, 3, false]);
  });

  it('are told of all inputs of insertMany, and cut where a name is long', async () => {
    const inputs = Array.from({ length: 300 }, (_, i) => ({ text: 'x', whole: i % 2 ? 0.5 : 1 }));
    const error = (await refusal(() => Item.insertMany(inputs as never))) as ValidationError;
    expect([error.total, error.issues.length]).toEqual([150, 100]);
    expect(error.issues.map(({ path }) => path.join('.')).slice(0, 3)).toEqual(['1.whole', '3.whole', '5.whole']);
    const long = (await refusal(() => create({ text: 'x', ['n'.repeat(1_000_000)]: 1 }))) as ValidationError;
    expect(JSON.stringify(long).length).toBeLessThan(5000);
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
