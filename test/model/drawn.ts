// Models that are made of a draw: some fields of any type, with any index that the type can have.
import fc from 'fast-check';
import { Entity, Field, Index, Model, PrimaryKey, Unique } from 'redstart';
import { type Ability, type Facts, type Test, withoutCase } from '../support/oracle.js';

const STATES = ['', 'draft', 'done'];
const texts = fc.constantFrom(
  '',
  '\0',
  '\x01\x02',
  'a',
  'A',
  'ab',
  'aB',
  'b/a',
  '10',
  '9',
  '😀',
  'é',
  'E\u0301',
  'x'.repeat(129),
);
const uuids = fc.constantFrom(0, 1, 2).map((n) => `0190000${n}-0000-7000-8000-00000000000${n}`);
const decimals = fc.constantFrom('0', '-0.5', '1.5', '1.50', '9', '10.25', '-20', '123456789012345678901234567890.1');
const bigints = fc.constantFrom(0n, -5n, 9n, 10n, 2n ** 64n, 2n ** 64n + 1n, -(2n ** 70n));
const elements = fc.constantFrom<string | number | boolean>('a', '~', '5', 5, true, 'true', '\0');

const scaled = (numeral: unknown): bigint => {
  const [whole = '', fraction = ''] = (numeral as string).split('.');
  return BigInt(`${whole}${fraction.padEnd(4, '0')}`);
};

interface Type {
  /** the decorator of a field; its options say whether it is optional */
  readonly field: unknown;
  readonly values: fc.Arbitrary<unknown>;
  /** what an index of it answers, and what is found without one */
  readonly able: Omit<Ability, 'values'>;
  /** a value as the oracle compares it */
  readonly compared?: (value: unknown) => unknown;
}

const NUMBERS = { ordered: true } as const;
const TEXTS = { ordered: true, text: true, suffix: true, pattern: true } as const;
const TYPES: Readonly<Record<string, Type>> = {
  integer: { field: Field.integer, values: fc.integer({ min: -3, max: 5 }), able: NUMBERS },
  float: { field: Field.float, values: fc.constantFrom(0, -0, 0.1, 0.1 + 0.2, -1.5, 1e21, 5e-324), able: NUMBERS },
  decimal: { field: Field.decimal, values: decimals, able: NUMBERS, compared: scaled },
  bigint: { field: Field.bigint, values: bigints, able: NUMBERS },
  datetime: {
    field: Field.datetime,
    values: fc.constantFrom(0, 1, -1, 8.64e15).map((ms) => new Date(ms)),
    able: NUMBERS,
  },
  date: {
    field: Field.date,
    values: fc.constantFrom('0001-01-01', '1999-12-31', '2000-01-01', '9999-12-31'),
    able: NUMBERS,
  },
  time: { field: Field.time, values: fc.constantFrom('00:00:00.000', '12:30:00.000', '23:59:59.999'), able: NUMBERS },
  boolean: { field: Field.boolean, values: fc.boolean(), able: {} },
  uuid: { field: Field.uuid, values: uuids, able: {} },
  bytes: {
    field: Field.bytes,
    values: fc.constantFrom('', '00ff', '61').map((hex) => Buffer.from(hex, 'hex')),
    able: {},
    compared: (bytes) => (bytes as Buffer).toString('hex'),
  },
  enum: {
    field: (options: object) => Field.enum(STATES, options as never),
    values: fc.constantFrom(...STATES),
    able: {},
  },
  text: { field: Field.text, values: texts, able: TEXTS },
  tags: { field: Field.json, values: fc.array(elements, { maxLength: 3 }), able: { array: true } },
};

type IndexOptions = Readonly<Partial<Record<'ordered' | 'prefix' | 'suffix' | 'pattern' | 'ignoreCase', true>>>;
const TEXT_INDEXES: readonly IndexOptions[] = [
  {},
  { ignoreCase: true },
  { ordered: true },
  { prefix: true },
  { suffix: true },
  { pattern: true },
  { ordered: true, suffix: true },
  { ordered: true, ignoreCase: true },
  { suffix: true, pattern: true, ignoreCase: true },
];

interface DrawnField {
  readonly type: string;
  readonly isOptional: boolean;
  /** undefined: it has none */
  readonly index: IndexOptions | 'unique' | undefined;
}

/** A model as it was drawn; its fields are f0, f1 and so on. */
export interface Drawn {
  readonly hasTextIds: boolean;
  readonly fields: readonly DrawnField[];
  /** positions of the fields of a composite index */
  readonly composite: readonly number[];
}

const fields = fc.constantFrom(...Object.keys(TYPES)).chain((type) =>
  fc.record<DrawnField>({
    type: fc.constant(type),
    isOptional: fc.boolean(),
    index: type === 'text' ? fc.constantFrom(undefined, 'unique', ...TEXT_INDEXES) : fc.constantFrom(undefined, {}, {}),
  }),
);

export const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    hasTextIds: fc.boolean(),
    fields: fc.array(fields, { minLength: 2, maxLength: 5 }),
    composite: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 3 }),
  })
  .map(({ composite, ...rest }) => {
    const usable = composite.filter((i) => rest.fields[i] && rest.fields[i].type !== 'tags');
    const last = rest.fields[usable.at(-1) ?? -1];
    const isOne = usable.length > 1 && TYPES[last!.type]!.able.ordered === true;
    return { ...rest, composite: isOne ? usable : [] };
  });

type Decorate = (...options: unknown[]) => (target: object, property?: string) => void;
let made = 0;

/** The class of a draw, of a name of its own. */
export function classOf({ hasTextIds, fields: all, composite }: Drawn) {
  class Made extends Model {}
  const on = (property: string, decorator: unknown, ...options: unknown[]): void =>
    (decorator as Decorate)(...options)(Made.prototype, property);
  on('id', hasTextIds ? Field.text : Field.id);
  if (hasTextIds) on('id', PrimaryKey);
  for (const [i, { type, isOptional, index }] of all.entries()) {
    on(`f${i}`, TYPES[type]!.field, { optional: isOptional });
    if (index === 'unique') on(`f${i}`, Unique);
    else if (index) on(`f${i}`, Index, index);
  }
  const composed = (model: Facts): unknown[] => composite.map((i) => model[`f${i}`]);
  if (composite.length > 0) (Index as unknown as Decorate)(composed)(Made);
  made++;
  (Entity as unknown as Decorate)(`Made${made}`)(Made);
  return Made;
}

const UNIQUE = fc.nat({ max: 30 }).map((n) => `u${n}`);
const LEXICAL = ['ordered', 'prefix', 'pattern'] as const;

function abilityOf({ type, index }: DrawnField, isScanned: boolean): Ability | undefined {
  const { values, able } = TYPES[type]!;
  if (index === 'unique') return { values: UNIQUE, nullable: false };
  if (isScanned) return { values: type === 'tags' ? elements : values, ...able };
  if (!index) return undefined;
  if (type === 'tags') return { values: elements, array: true };
  if (type !== 'text') return { values, ...able };
  const isLexical = LEXICAL.some((option) => index[option]);
  const suffix = index.suffix === true;
  return { values, ordered: isLexical, text: isLexical, suffix, pattern: isLexical || suffix };
}

/** What each field answers, the id among them: by its index, or by scan() whatever it has. */
export function abilitiesOf({ fields: all, hasTextIds }: Drawn, isScanned: boolean): Record<string, Ability> {
  const ids: Ability = { values: idsOf(hasTextIds), ordered: true, text: hasTextIds, nullable: false };
  const named = all.map((field, i) => [`f${i}`, abilityOf(field, isScanned)] as const);
  return { id: ids, ...Object.fromEntries(named.flatMap(([name, able]) => (able ? [[name, able]] : []))) };
}

const idsOf = (hasTextIds: boolean): fc.Arbitrary<unknown> =>
  hasTextIds ? fc.constantFrom('a', 'b', 'ab', '10', '9', ':', '{x}', '\0', 'é') : fc.nat({ max: 40 });

/** Rows of a model: each id once, and each unique value. */
export function rowsOf({ fields: all, hasTextIds }: Drawn): fc.Arbitrary<Facts[]> {
  const values = Object.fromEntries(all.map(({ type }, i) => [`f${i}`, TYPES[type]!.values]));
  const requiredKeys = [...all.entries()].filter(([, { isOptional }]) => !isOptional).map(([i]) => `f${i}`);
  const uniques = [...all.entries()].filter(([, { index }]) => index === 'unique').map(([i]) => `f${i}`);
  return fc
    .uniqueArray(fc.tuple(idsOf(hasTextIds), fc.record(values, { requiredKeys })), {
      selector: ([id]) => id,
      maxLength: 25,
      size: 'max',
    })
    .map((list) =>
      list.map(([id, row], n) => {
        const own = uniques.filter((name) => name in row).map((name) => [name, `u${n}`]);
        return { ...row, ...Object.fromEntries(own), id };
      }),
    );
}

/** How the oracle compares the values of a field. */
const comparedIn =
  ({ fields: all }: Drawn) =>
  (name: string, value: unknown): unknown => {
    const field = all[Number(name.slice(1))];
    if (!field || value === undefined || Array.isArray(value)) return value;
    const isFolded = typeof field.index === 'object' && field.index.ignoreCase;
    return isFolded ? withoutCase(value) : (TYPES[field.type]!.compared?.(value) ?? value);
  };

export function comparedRow(model: Drawn, row: Facts): Facts {
  const compared = comparedIn(model);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, compared(name, value)]));
}

export function comparedTest(model: Drawn, test: Test): Test {
  const each = (tests: readonly Test[]): Test[] => tests.map((one) => comparedTest(model, one));
  if ('all' in test) return { all: each(test.all) };
  if ('any' in test) return { any: each(test.any) };
  if ('none' in test) return { none: comparedTest(model, test.none) };
  const compared = comparedIn(model);
  return { ...test, operands: test.operands.map((operand) => compared(test.field, operand)) };
}
