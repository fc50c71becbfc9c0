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
  if (typeof a === 'bigint') return a === b ? 0 : a < (b as bigint) ? -1 : 1;
  return Math.sign(Number(a) - Number(b));
}

const equal = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : typeof a === typeof b && compare(a, b) === 0;

const WILDCARDS: Readonly<Record<string, string>> = { '*': '[^]*', '+': '[^]+', '!': '[^]', '?': '[^]?' };

/** A pattern of `like` as a regular expression over whole characters. */
const likeExpression = (pattern: string): RegExp =>
  new RegExp(
    `^(?:${[...pattern].map((c) => WILDCARDS[c] ?? `\\u{${c.codePointAt(0)!.toString(16)}}`).join('')})$`,
    'u',
  );

/** What the index of a field that ignores case compares. */
export const withoutCase = (value: unknown): unknown =>
  typeof value === 'string' ? value.toLowerCase().normalize('NFC') : value;

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
  endsWith: there((value, [a]) => (value as string).endsWith(a as string)),
  like: there((value, [a]) => likeExpression(a as string).test(value as string)),
  contains: there((value, [a]) => (value as unknown[]).includes(a)),
  containsAny: there((value, list) => list.some((a) => (value as unknown[]).includes(a))),
  containsAll: there((value, list) => list.every((a) => (value as unknown[]).includes(a))),
};

/** Fields that compare without case. */
export type Folded = ReadonlySet<string>;

export function holds(test: Test, facts: Facts, folded: Folded): boolean {
  if ('all' in test) return test.all.every((part) => holds(part, facts, folded));
  if ('any' in test) return test.any.some((part) => holds(part, facts, folded));
  if ('none' in test) return !holds(test.none, facts, folded);
  const meaning = MEANING[test.operator]!;
  if (!folded.has(test.field)) return meaning(facts[test.field], test.operands);
  return meaning(withoutCase(facts[test.field]), test.operands.map(withoutCase));
}

const LISTS = new Set(['in', 'notIn', 'containsAny', 'containsAll']);

type Callback = (...operands: unknown[]) => ReturnType<typeof and>;

/** The test in the callback form. */
export function toCondition(test: Test, fields: Fields<never>): ReturnType<typeof and> {
  const parts = (list: readonly Test[]) => list.map((part) => toCondition(part, fields));
  if ('all' in test) return and(...parts(test.all));
  if ('any' in test) return or(...parts(test.any));
  if ('none' in test) return not(toCondition(test.none, fields));
  const { field, operator, operands } = test;
  const reference = (fields as unknown as Readonly<Record<string, Readonly<Record<string, Callback>>>>)[field]!;
  const isList = LISTS.has(operator);
  return reference[operator]!(...(isList ? [operands] : operands));
}

/** The test in the object form. */
export function toObject(test: Test): object {
  if ('all' in test) return { and: test.all.map(toObject) };
  if ('any' in test) return { or: test.any.map(toObject) };
  if ('none' in test) return { not: toObject(test.none) };
  const { field, operator, operands } = test;
  const isList = LISTS.has(operator) || operator === 'between';
  if (operator === 'isNull') return { [field]: { isNull: true } };
  return { [field]: operator === 'eq' ? operands[0] : { [operator]: isList ? operands : operands[0] } };
}

const EQUALITY = ['eq', 'ne', 'in', 'notIn'];
const RANGES = ['lt', 'lte', 'gt', 'gte', 'between'];

/** What a field answers: equality (unless it is an array), ranges, the absence of a value, beginnings, ends, patterns, elements. */
export interface Ability {
  readonly values: fc.Arbitrary<unknown>;
  readonly ordered?: boolean;
  readonly text?: boolean;
  readonly suffix?: boolean;
  readonly pattern?: boolean;
  /** the field is an array of such values */
  readonly array?: boolean;
  readonly nullable?: boolean;
}

const wild = fc.array(fc.constantFrom('*', '+', '!', '?', 'a', 'b', 'é', '😀'), { maxLength: 6 });

/** A pattern of wildcards, or one made of a value. */
const patternsOf = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(values, wild, fc.nat({ max: 3 })).map(([value, parts, at]) => {
    const given = at > 1 ? [...(value as string)] : [];
    return [...parts.slice(0, at), ...given, ...parts.slice(at)].join('');
  });

function operandsOf(operator: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  if (operator === 'isNull') return fc.constant([]);
  if (LISTS.has(operator)) return fc.array(values, { maxLength: 4 });
  if (operator === 'like') return patternsOf(values).map((pattern) => [pattern]);
  return fc.array(values, operator === 'between' ? { minLength: 2, maxLength: 2 } : { minLength: 1, maxLength: 1 });
}

function operatorsOf({ ordered, text, suffix, pattern, array, nullable = true }: Ability): string[] {
  return [
    ...(array ? ['contains', 'containsAny', 'containsAll'] : EQUALITY),
    ...(nullable ? ['isNull'] : []),
    ...(ordered ? RANGES : []),
    ...(text ? ['startsWith'] : []),
    ...(suffix ? ['endsWith'] : []),
    ...(pattern ? ['like'] : []),
  ];
}

function conditionOn([field, ability]: [string, Ability]): fc.Arbitrary<Test> {
  return fc.constantFrom(...operatorsOf(ability)).chain((operator) => {
    return operandsOf(operator, ability.values).map((operands): Test => ({ field, operator, operands }));
  });
}

/** Nested tests over the fields. */
export function anyTest(fields: Readonly<Record<string, Ability>>): fc.Arbitrary<Test> {
  const condition = fc.oneof(...Object.entries(fields).map(conditionOn));
  const { test } = fc.letrec<{ test: Test }>((tie) => {
    const list = fc.array(tie('test'), { maxLength: 3 });
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
export function inOrder(rows: readonly Facts[], order: Order, folded: Folded): Facts[] {
  const steps: Order = [...order, ['id', order.at(-1)?.[1] ?? 'asc']];
  return rows.toSorted((a, b) => {
    for (const [field, direction] of steps) {
      const [x, y] = folded.has(field) ? [withoutCase(a[field]), withoutCase(b[field])] : [a[field], b[field]];
      if (x === undefined && y === undefined) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      const result = compare(x, y);
      if (result !== 0) return direction === 'asc' ? result : -result;
    }
    return 0;
  });
}
