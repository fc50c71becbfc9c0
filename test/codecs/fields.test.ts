import fc from 'fast-check';
import type { FieldCodec } from '../../src/codecs/codec.js';
import { boolean } from '../../src/types/boolean.js';
import { datetime } from '../../src/types/datetime.js';
import { enumeration } from '../../src/types/enumeration.js';
import { float } from '../../src/types/float.js';
import { integer } from '../../src/types/integer.js';
import { text } from '../../src/types/text.js';

interface Case {
  readonly codec: FieldCodec;
  readonly values: fc.Arbitrary<unknown>;
  /** value, stored form */
  readonly edges: readonly (readonly [unknown, string])[];
  readonly refused: readonly unknown[];
}

const LONG = 'é'.repeat(500_000);
const LAST_DAY = 8.64e15;
const ANYTHING_ELSE = [undefined, null, {}, [], Symbol('s'), 1n, () => 1];

const CASES: readonly Case[] = [
  {
    codec: text as FieldCodec,
    values: fc.string({ unit: 'binary' }),
    edges: [
      ['', ''],
      ['a\0b\n{c}:d', 'a\0b\n{c}:d'],
      ['👩‍🚀', '👩‍🚀'],
      ['__proto__', '__proto__'],
      [LONG, LONG],
    ],
    refused: ['\ud800', 'a\udc00b', new String('a'), 1, true, new Date(0)],
  },
  {
    codec: integer as FieldCodec,
    values: fc.maxSafeInteger(),
    edges: [
      [0, '0'],
      [-0, '-0'],
      [2 ** 53 - 1, '9007199254740991'],
      [1 - 2 ** 53, '-9007199254740991'],
    ],
    refused: [Number.NaN, Infinity, -Infinity, 0.5, 2 ** 53, '1', new Number(1), true],
  },
  {
    codec: float as FieldCodec,
    values: fc.double({ noNaN: true, noDefaultInfinity: true }),
    edges: [
      [-0, '-0'],
      [0.1, '0.1'],
      [5e-324, '5e-324'],
      [Number.MAX_VALUE, '1.7976931348623157e+308'],
      [2 ** 53, '9007199254740992'],
    ],
    refused: [Number.NaN, Infinity, -Infinity, '1', new Number(1), false],
  },
  {
    codec: boolean as FieldCodec,
    values: fc.boolean(),
    edges: [
      [true, '1'],
      [false, '0'],
    ],
    refused: [0, 1, '', 'true', new Boolean(true)],
  },
  {
    codec: datetime as FieldCodec,
    values: fc.date({ noInvalidDate: true }),
    edges: [
      [new Date(0), '0'],
      [new Date('0001-01-01T00:00:00Z'), '-62135596800000'],
      [new Date('9999-12-31T23:59:59.999Z'), '253402300799999'],
      [new Date(-LAST_DAY), '-8640000000000000'],
      [new Date(LAST_DAY), '8640000000000000'],
    ],
    refused: [
      new Date(Number.NaN),
      new Date(LAST_DAY + 1),
      0,
      '2024-01-01',
      Object.create(Date.prototype),
      new Proxy(new Date(), {}),
    ],
  },
  {
    codec: enumeration(['draft', 'done', '']) as FieldCodec,
    values: fc.constantFrom('draft', 'done', ''),
    edges: [
      ['draft', 'draft'],
      ['', ''],
    ],
    refused: ['Draft', 'toString', '__proto__', 0],
  },
];

/** Whether two stored forms are in the order of a codec. */
const ORDERS = {
  number: (a: string, b: string): number => Number(a) - Number(b),
  text: (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b)),
};

describe.each(CASES.map((one) => [one.codec.type, one] as const))('the codec of %s', (_, one) => {
  const { codec, values, edges, refused } = one;

  it('gives back what it was given', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(codec.accepts(value)).toBe(true);
        expect(codec.decode(codec.encode(value))).toStrictEqual(value);
      }),
    );
  });

  it.each(edges.map(([value, stored]) => ({ value, stored })))('stores the edge $stored', ({ value, stored }) => {
    expect(codec.accepts(value)).toBe(true);
    expect(codec.encode(value) === stored).toBe(true);
    expect(codec.decode(stored)).toStrictEqual(value);
  });

  it('has one stored form for equal values', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(codec.encode(structuredClone(value))).toBe(codec.encode(value));
      }),
    );
  });

  it('refuses what it cannot give back, without throwing', () => {
    for (const value of [...refused, ...ANYTHING_ELSE]) expect(codec.accepts(value)).toBe(false);
  });

  it('orders stored forms as it says', () => {
    if (codec.order === undefined) return;
    const compare = ORDERS[codec.order];
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [first, second] = [codec.encode(a), codec.encode(b)];
        if (codec.order === 'number') expect(Math.sign(compare(first, second))).toBe(Math.sign(Number(a) - Number(b)));
        else expect(compare(first, second) === 0).toBe(a === b);
      }),
    );
  });

  it('says what it expects', () => {
    expect(codec.expected).toMatch(/^(a |one of |true or false)/);
  });
});
