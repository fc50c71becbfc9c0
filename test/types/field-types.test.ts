import fc from 'fast-check';
import { boolean } from '../../src/types/boolean.js';
import { datetime } from '../../src/types/datetime.js';
import { enumeration } from '../../src/types/enumeration.js';
import type { FieldType } from '../../src/types/field-type.js';
import { float } from '../../src/types/float.js';
import { integer } from '../../src/types/integer.js';
import { text } from '../../src/types/text.js';
import { itIsAFieldType, type TypeCase } from './contract.js';

const LONG = 'é'.repeat(500_000);
const LAST_DAY = 8.64e15;
const byNumber = (a: number | Date, b: number | Date): number => Number(a) - Number(b);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

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
];

describe.each(CASES.map((one) => [one.type.name, one] as const))('the field type %s', (_, one) => itIsAFieldType(one));
