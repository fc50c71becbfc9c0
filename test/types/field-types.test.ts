import 'reflect-metadata';
import { Type } from 'class-transformer';
import fc from 'fast-check';
import { z } from 'zod';
import { containerFields } from '../../src/decorators/container-fields.js';
import { Field } from '../../src/decorators/field.js';
import { bigint } from '../../src/types/bigint.js';
import { boolean } from '../../src/types/boolean.js';
import { bytes } from '../../src/types/bytes.js';
import { date, dateString } from '../../src/types/date.js';
import { day, hour, minute, month, weekday, year } from '../../src/types/date-parts.js';
import { datetime } from '../../src/types/datetime.js';
import { decimal, decimalString } from '../../src/types/decimal.js';
import { enumeration } from '../../src/types/enumeration.js';
import type { FieldType } from '../../src/types/field-type.js';
import { float } from '../../src/types/float.js';
import { geo } from '../../src/types/geo.js';
import { indexed } from '../../src/types/index-form.js';
import { integer } from '../../src/types/integer.js';
import { json, jsonInstance, jsonOf } from '../../src/types/json.js';
import { lackOf, ownType } from '../../src/types/own.js';
import { text } from '../../src/types/text.js';
import { time, timeString } from '../../src/types/time.js';
import { uuid } from '../../src/types/uuid.js';
import { itIsAFieldType, type TypeCase } from './contract.js';

const LONG = 'é'.repeat(500_000);
const LAST_DAY = 8.64e15;
const byNumber = (a: number | Date, b: number | Date): number => Number(a) - Number(b);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Decimal numerals as people write them, some with zeros at the end. */
const numerals = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.stringMatching(/^\d{0,12}$/))
  .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`);
const scaled = (numeral: string): bigint => {
  const [whole = '', fraction = ''] = numeral.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
};
const byDecimal = (a: string, b: string): number => Number(scaled(a) > scaled(b)) - Number(scaled(a) < scaled(b));
const byBigint = (a: bigint, b: bigint): number => Number(a > b) - Number(a < b);

const days = fc
  .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
  .map((day) => day.toISOString().slice(0, 10));
const times = fc.nat(86_399_999).map((ms) => timeString(new Date(ms)));

const Settings = z.object({ theme: z.enum(['day', 'night']), since: z.coerce.date(), size: z.number().optional() });

class Street {
  constructor(readonly name = '') {}
}
class Address {
  @Type(() => Street) street = new Street();
  @Type(() => Date) since = new Date(0);
}

/** A type of a user's own: a colour as `#rrggbb`, with state of its own. */
class Colour {
  readonly name = 'colour';
  readonly expected = 'a colour as a number';
  readonly order = 'text';
  #prefix = '#';
  accepts(value: unknown): value is number {
    if (value === 13) throw new Error('an unlucky colour');
    return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 24;
  }
  encode(value: number): string {
    return this.#prefix + value.toString(16).padStart(6, '0');
  }
  decode(stored: string): number {
    if (/^#[\da-f]{6}$/.test(stored)) return Number.parseInt(stored.slice(1), 16);
    throw new TypeError(`expected a colour, found ${stored}`);
  }
}

const CASES: readonly TypeCase[] = [
  {
    type: text as FieldType,
    values: fc.string({ unit: 'binary' }),
    edges: [
      ['', ''],
      ['a\0b\n{c}:d', 'a\0b\n{c}:d'],
      ['👩‍🚀', '👩‍🚀'],
      ['__proto__', '__proto__'],
      [LONG, LONG],
    ],
    refused: ['\ud800', 'a\udc00b', new String('a'), 1, true, new Date(0)],
    unreadable: [],
    compare: byBytes,
  },
  {
    type: integer as FieldType,
    values: fc.maxSafeInteger(),
    edges: [
      [0, '0'],
      [-0, '-0'],
      [2 ** 53 - 1, '9007199254740991'],
      [1 - 2 ** 53, '-9007199254740991'],
    ],
    refused: [Number.NaN, Infinity, -Infinity, 0.5, 2 ** 53, '1', new Number(1), true, 1n, {}, []],
    unreadable: ['', ' ', 'banana', '0.5', '9007199254740992', 'Infinity', 'x'.repeat(1000)],
    compare: byNumber,
  },
  {
    type: float as FieldType,
    values: fc.double({ noNaN: true, noDefaultInfinity: true }),
    edges: [
      [-0, '-0'],
      [0.1, '0.1'],
      [5e-324, '5e-324'],
      [Number.MAX_VALUE, '1.7976931348623157e+308'],
      [2 ** 53, '9007199254740992'],
    ],
    refused: [Number.NaN, Infinity, -Infinity, '1', new Number(1), false, 1n, {}, []],
    unreadable: ['', '\n', 'banana', 'NaN', 'Infinity', '1e999'],
    compare: byNumber,
  },
  {
    type: boolean as FieldType,
    values: fc.boolean(),
    edges: [
      [true, '1'],
      [false, '0'],
    ],
    refused: [0, 1, '', 'true', new Boolean(true), {}, []],
    unreadable: ['', 'true', '2', '01'],
  },
  {
    type: datetime as FieldType,
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
      {},
    ],
    unreadable: ['', 'banana', '2024-01-01', '0.5', '8640000000000001'],
    compare: byNumber,
  },
  {
    type: enumeration(['draft', 'done', '']) as FieldType,
    values: fc.constantFrom('draft', 'done', ''),
    edges: [
      ['draft', 'draft'],
      ['', ''],
    ],
    refused: ['Draft', 'toString', '__proto__', 0, {}],
    unreadable: ['Draft', 'former'],
  },
  {
    type: decimal as FieldType,
    values: numerals,
    edges: [
      ['0', '0'],
      ['-0.00', '-0.00'],
      ['12.50', '12.50'],
      ['9007199254740993', '9007199254740993'],
      [`0.${'0'.repeat(99)}1`, `0.${'0'.repeat(99)}1`],
    ],
    refused: ['', '1e5', '0x10', '.5', '5.', '01', '+1', ' 1', '1\n', 'NaN', 'Infinity', '1,5', 1, 1n, {}, []],
    unreadable: ['', 'banana', '1e5'],
    compare: byDecimal,
  },
  {
    type: bigint as FieldType,
    values: fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
    edges: [
      [0n, '0'],
      [2n ** 63n, '9223372036854775808'],
      [-(2n ** 63n), '-9223372036854775808'],
      [10n ** 1000n, `1${'0'.repeat(1000)}`],
    ],
    refused: [1, '1', new Date(0), {}, []],
    unreadable: ['', ' ', 'banana', '1.5', '0x10', '1n'],
    compare: byBigint,
  },
  {
    type: bytes as FieldType,
    values: fc.uint8Array().map((array) => Buffer.from(array)),
    edges: [
      [Buffer.from([]), ''],
      [Buffer.from([0, 255, 128]), 'AP+A'],
    ],
    refused: ['AP+A', [1, 2], new Uint16Array(2), new ArrayBuffer(2), {}],
    unreadable: ['banana!', 'A', 'AP+', '\ufffd'],
  },
  {
    type: uuid as FieldType,
    values: fc.uuid(),
    edges: [
      ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
      ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      ['0190c1d0-7a2e-7c3b-8d4e-5f60718293a4', '0190c1d0-7a2e-7c3b-8d4e-5f60718293a4'],
    ],
    refused: ['', '0190c1d0-7a2e-9c3b-8d4e-5f60718293a4', '0190c1d0-7a2e-7c3b-cd4e-5f60718293a4', '{}', 1, {}],
    unreadable: ['', 'banana'],
  },
  {
    type: date as FieldType,
    values: days,
    edges: [
      ['0001-01-01', '0001-01-01'],
      ['9999-12-31', '9999-12-31'],
      ['2024-02-29', '2024-02-29'],
      ['2000-02-29', '2000-02-29'],
    ],
    refused: [
      '0000-01-01',
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-13-01',
      '2024-00-10',
      '2024-1-1',
      '10.12.1815',
      '',
      0,
      new Date(0),
    ],
    unreadable: ['', 'banana', '2023-02-29', '0'],
    compare: byBytes,
  },
  {
    type: time as FieldType,
    values: times,
    edges: [
      ['00:00:00', '00:00:00.000'],
      ['23:59:59.999', '23:59:59.999'],
      ['08:30:00.250', '08:30:00.250'],
    ],
    refused: ['24:00:00', '08:60:00', '08:30:60', '8:30:00', '08:30', '08:30:00.5', '', 0, new Date(0)],
    unreadable: ['', 'banana', '24:00:00.000'],
    compare: (a: string, b: string) => byBytes(a.padEnd(12, '.000'), b.padEnd(12, '.000')),
  },
  {
    type: geo as FieldType,
    values: fc.record(
      {
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
        latitude: fc.double({ min: -85, max: 85, noNaN: true }),
      },
      { noNullPrototype: true },
    ),
    edges: [
      [{ longitude: 0, latitude: -0 }, '0,-0'],
      [{ longitude: -180, latitude: 85.05112878 }, '-180,85.05112878'],
    ],
    refused: [
      { longitude: 181, latitude: 0 },
      { longitude: 0, latitude: 86 },
      { longitude: 0, latitude: Number.NaN },
      { longitude: '0', latitude: 0 },
      { longitude: 0, latitude: 0, altitude: 0 },
      { longitude: 0 },
      [0, 0],
      '0,0',
    ],
    unreadable: ['', '0', '0,0,0', '0,91', ',', 'banana'],
  },
  {
    type: json,
    // JSON knows neither -0 nor a prototype that is null
    values: fc
      .jsonValue()
      .filter((value) => value !== null)
      .map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    edges: [
      [[], '[]'],
      [{}, '{}'],
      ['', '""'],
      [false, 'false'],
      [{ a: [null, 1.5, 'é\0'] }, '{"a":[null,1.5,"é\\u0000"]}'],
    ],
    refused: [
      Number.NaN,
      1n,
      new Date(0),
      new Map(),
      [undefined],
      [Number.NaN],
      { at: new Date(0) },
      { f: () => 1 },
      { toJSON: () => 1 },
    ],
    unreadable: ['', 'banana', '{', 'undefined'],
  },
  {
    type: jsonOf(Settings) as FieldType,
    values: fc.record(
      {
        theme: fc.constantFrom('day', 'night'),
        since: fc.date({ noInvalidDate: true, min: new Date(0) }),
        size: fc.integer(),
      },
      { requiredKeys: ['theme', 'since'], noNullPrototype: true },
    ),
    edges: [[{ theme: 'day', since: new Date(0) }, '{"theme":"day","since":"1970-01-01T00:00:00.000Z"}']],
    refused: [{}, { theme: 'dusk', since: new Date(0) }, 'day', 1n, [], { theme: 'day', since: 'never' }],
    unreadable: ['', 'banana', '{}', '{"theme":"dusk","since":"1970-01-01"}'],
  },
  {
    type: jsonInstance(() => Address) as FieldType,
    values: fc
      .tuple(fc.string(), fc.date({ noInvalidDate: true }))
      .map(([name, since]) => Object.assign(new Address(), { street: new Street(name), since })),
    edges: [[new Address(), '{"street":{"name":""},"since":"1970-01-01T00:00:00.000Z"}']],
    refused: ['', 1, 1n, [], new Date(0), new Map()],
    unreadable: ['', 'banana', '[]', '1', 'null'],
  },
  {
    type: ownType(new Colour()) as FieldType,
    values: fc.nat(2 ** 24 - 1).filter((n) => n !== 13),
    edges: [[255, '#0000ff']],
    refused: [13, -1, 2 ** 24, '#0000ff', {}, []],
    unreadable: ['', 'banana'],
    compare: byNumber,
  },
];

describe('the contract of field types', () => {
  it('holds each that a model can name', () => {
    const others = ['id', 'of', ...Object.keys(containerFields)];
    const held = new Set([...CASES.map(({ type }) => type.name), ...others]);
    expect(Object.keys(Field).filter((name) => !held.has(name))).toEqual([]);
  });

  it('refuses a type of a user whose name is that of another', () => {
    const names = [...CASES.map(({ type }) => type.name), 'foreign'].filter((name) => name !== 'colour');
    for (const name of names) expect(lackOf({ ...ownType(new Colour()), name })).toContain('must be another one');
    expect(lackOf(ownType(new Colour()))).toBeUndefined();
  });
});

describe.each(CASES.map((one) => [one.type.name, one] as const))('the field type %s', (_, one) => itIsAFieldType(one));

describe('a numeral in an index', () => {
  it('is the same for equal numbers, however they are written', () => {
    const write = (numeral: string) => indexed(decimal, numeral);
    expect(['12.5', '12.50', '12.500'].map(write)).toEqual(['c125', 'c125', 'c125']);
    expect(['0', '-0', '0.0', '-0.00'].map(write)).toEqual(['a', 'a', 'a', 'a']);
  });
});

describe('parts of dates', () => {
  it('are those of UTC', () => {
    const at = new Date('2024-02-29T23:59:30Z');
    expect([year(at), month(at), day(at), weekday(at), hour(at), minute(at)]).toEqual([2024, 2, 29, 4, 23, 59]);
    expect([year('0001-01-01'), month('1815-12-10'), day('1815-12-10'), weekday('1815-12-10')]).toEqual([1, 12, 10, 0]);
    expect([hour('08:30:00'), minute('08:30:00.250')]).toEqual([8, 30]);
    expect(() => year(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('decimalString()', () => {
  it('checks a text, and takes numbers without an exponent', () => {
    const cents = 1250;
    expect([`${cents / 100}0`, (cents / 100).toFixed(2), -1.5, 10n ** 30n].map(decimalString)).toEqual([
      '12.50',
      '12.50',
      '-1.5',
      `1${'0'.repeat(30)}`,
    ]);
    for (const wrong of ['', '1e3', '01', '.5', '+1', 'x', Number.NaN, 1e21, 1e-7, undefined as never])
      expect(() => decimalString(wrong)).toThrow(/is not a decimal number as text.*toFixed\(2\)/);
  });
});

describe('dateString() and timeString()', () => {
  it('give the day and the time of a Date, in UTC', () => {
    const at = new Date('2024-02-29T23:59:59.250Z');
    expect([dateString(at), timeString(at)]).toEqual(['2024-02-29', '23:59:59.250']);
    expect(timeString(new Date(0))).toBe('00:00:00');
  });

  it('check texts', () => {
    expect([dateString('1815-12-10'), dateString('1815-12-10T08:00:00Z')]).toEqual(['1815-12-10', '1815-12-10']);
    expect([timeString('08:30'), timeString('08:30:00.000'), timeString('08:30:01.5'.padEnd(12, '0'))]).toEqual([
      '08:30:00',
      '08:30:00',
      '08:30:01.500',
    ]);
    for (const wrong of ['2023-02-29', '10.12.1815', '', new Date(Number.NaN), new Date(8.64e15)])
      expect(() => dateString(wrong)).toThrow(/is not a day as YYYY-MM-DD.*Give a Date/);
    for (const wrong of ['24:00', '8:30', '', new Date(Number.NaN)])
      expect(() => timeString(wrong)).toThrow(/is not a time of day.*Give a Date/);
  });
});
