import fc from 'fast-check';
import { and, type Fields, not, or } from 'redstart';

/** An entity as plain data, and a filter over it that needs no server. */
export type Facts = Readonly<Record<string, unknown>>;

export type Test =
  | { readonly field: string; readonly operator: string; readonly operands: readonly unknown[] }
  | { readonly all: readonly Test[] }
  | { readonly any: readonly Test[] }
  | { readonly none: Test };

const asText = (value: string): Buffer => Buffer.from(value);

/** The order of values: numbers and times by size, texts by code points, which is the order of their UTF-8 bytes. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string') return Buffer.compare(asText(a), asText(b as string));
  return Math.sign(Number(a) - Number(b));
}

const equal = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : typeof a === typeof b && compare(a, b) === 0;

const there =
  (test: (value: unknown, operands: readonly unknown[]) => boolean) =>
  (value: unknown, operands: readonly unknown[]): boolean =>
    value !== undefined && test(value, operands);

const MEANING: Readonly<Record<string, (value: unknown, operands: readonly unknown[]) => boolean>> = {
  eq: (value, [a]) => equal(value, a),
  ne: (value, [a]) => !equal(value, a),
  in: (value, list) => list.some((a) => equal(value, a)),
  notIn: (value, list) => !list.some((a) => equal(value, a)),
  isNull: (value) => value === undefined,
  lt: there((value, [a]) => compare(value, a) < 0),
  lte: there((value, [a]) => compare(value, a) <= 0),
  gt: there((value, [a]) => compare(value, a) > 0),
  gte: there((value, [a]) => compare(value, a) >= 0),
  between: there((value, [a, b]) => compare(value, a) >= 0 && compare(value, b) <= 0),
  startsWith: there((value, [a]) => (value as string).startsWith(a as string)),
};

export function holds(test: Test, facts: Facts): boolean {
  if ('all' in test) return test.all.every((part) => holds(part, facts));
  if ('any' in test) return test.any.some((part) => holds(part, facts));
  if ('none' in test) return !holds(test.none, facts);
  return MEANING[test.operator]!(facts[test.field], test.operands);
}

type Callback = (...operands: unknown[]) => ReturnType<typeof and>;

/** The test in the callback form. */
export function toCondition(test: Test, fields: Fields<never>): ReturnType<typeof and> {
  const parts = (list: readonly Test[]) =>
    list.map((part) => toCondition(part, fields)) as unknown as Parameters<typeof and>;
  if ('all' in test) return and(...parts(test.all));
  if ('any' in test) return or(...parts(test.any));
  if ('none' in test) return not(...(parts([test.none]) as unknown as Parameters<typeof not>));
  const { field, operator, operands } = test;
  const reference = (fields as unknown as Readonly<Record<string, Readonly<Record<string, Callback>>>>)[field]!;
  const isList = operator === 'in' || operator === 'notIn';
  return reference[operator]!(...(isList ? [operands] : operands));
}

/** The test in the object form, where it has one. */
export function toObject(test: Test): object | undefined {
  if (!('field' in test)) return undefined;
  const { field, operator, operands } = test;
  const isList = operator === 'in' || operator === 'notIn' || operator === 'between';
  if (operator === 'isNull') return { [field]: { isNull: true } };
  return { [field]: operator === 'eq' ? operands[0] : { [operator]: isList ? operands : operands[0] } };
}

const EQUALITY = ['eq', 'ne', 'in', 'notIn'];
const RANGES = ['lt', 'lte', 'gt', 'gte', 'between'];

/** What a field answers: equality alone or ranges as well, the absence of a value, prefixes. */
export interface Ability {
  readonly values: fc.Arbitrary<unknown>;
  readonly ordered?: boolean;
  readonly text?: boolean;
  readonly nullable?: boolean;
}

function operandsOf(operator: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  if (operator === 'isNull') return fc.constant([]);
  if (operator === 'in' || operator === 'notIn') return fc.array(values, { maxLength: 4 });
  return fc.array(values, operator === 'between' ? { minLength: 2, maxLength: 2 } : { minLength: 1, maxLength: 1 });
}

function conditionOn([field, ability]: [string, Ability]): fc.Arbitrary<Test> {
  const { values, ordered = false, text = false, nullable = true } = ability;
  const operators = [
    ...EQUALITY,
    ...(nullable ? ['isNull'] : []),
    ...(ordered ? RANGES : []),
    ...(text ? ['startsWith'] : []),
  ];
  return fc.constantFrom(...operators).chain((operator) => {
    return operandsOf(operator, values).map((operands): Test => ({ field, operator, operands }));
  });
}

/** Nested tests over the fields. */
export function anyTest(fields: Readonly<Record<string, Ability>>): fc.Arbitrary<Test> {
  const condition = fc.oneof(...Object.entries(fields).map(conditionOn));
  const { test } = fc.letrec<{ test: Test }>((tie) => {
    const list = fc.array(tie('test'), { minLength: 1, maxLength: 3 });
    return {
      test: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { arbitrary: condition, weight: 3 },
        { arbitrary: list.map((all) => ({ all })), weight: 2 },
        { arbitrary: list.map((any) => ({ any })), weight: 1 },
        { arbitrary: tie('test').map((none) => ({ none })), weight: 1 },
      ),
    };
  });
  return test;
}

export type Direction = 'asc' | 'desc';
export type Order = readonly (readonly [field: string, direction: Direction])[];

/** Rows in the order of a query: those without a value last, ties by id in the direction of the last field. */
export function inOrder(rows: readonly Facts[], order: Order): Facts[] {
  const steps: Order = [...order, ['id', order.at(-1)?.[1] ?? 'asc']];
  return rows.toSorted((a, b) => {
    for (const [field, direction] of steps) {
      const [x, y] = [a[field], b[field]];
      if (x === undefined && y === undefined) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      const result = compare(x, y);
      if (result !== 0) return direction === 'asc' ? result : -result;
    }
    return 0;
  });
}
